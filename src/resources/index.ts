// Written by generate-index.ts; do not edit.
import type { ResourceType } from './contract.ts';
import barbicanSecret from './barbican/secret.ts';
import cinderVolumeAttachment from './cinder/volume-attachment.ts';
import cinderVolume from './cinder/volume.ts';
import glanceWebImage from './glance/web-image.ts';
import heatDelay from './heat/delay.ts';
import heatNone from './heat/none.ts';
import heatRandomString from './heat/random-string.ts';
import heatResourceGroup from './heat/resource-group.ts';
import heatStack from './heat/stack.ts';
import heatTestResource from './heat/test-resource.ts';
import heatValue from './heat/value.ts';
import neutronFloatingIpAssociation from './neutron/floating-ip-association.ts';
import neutronFloatingIp from './neutron/floating-ip.ts';
import neutronNet from './neutron/net.ts';
import neutronPort from './neutron/port.ts';
import neutronRouterInterface from './neutron/router-interface.ts';
import neutronRouter from './neutron/router.ts';
import neutronSecurityGroupRule from './neutron/security-group-rule.ts';
import neutronSecurityGroup from './neutron/security-group.ts';
import neutronSubnet from './neutron/subnet.ts';
import novaKeyPair from './nova/key-pair.ts';
import novaServerGroup from './nova/server-group.ts';
import novaServerServer from './nova/server/server.ts';

/** Every resource type there is. */
export const resourceTypes: readonly ResourceType[] = [
  barbicanSecret,
  cinderVolumeAttachment,
  cinderVolume,
  glanceWebImage,
  heatDelay,
  heatNone,
  heatRandomString,
  heatResourceGroup,
  heatStack,
  heatTestResource,
  heatValue,
  neutronFloatingIpAssociation,
  neutronFloatingIp,
  neutronNet,
  neutronPort,
  neutronRouterInterface,
  neutronRouter,
  neutronSecurityGroupRule,
  neutronSecurityGroup,
  neutronSubnet,
  novaKeyPair,
  novaServerGroup,
  novaServerServer,
];
