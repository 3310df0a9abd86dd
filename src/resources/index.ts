// Written by generate-index.ts; do not edit.
import type { ResourceType } from './contract.ts';
import barbicanSecret from './barbican/secret.ts';
import cinderEncryptedVolumeType from './cinder/encrypted-volume-type.ts';
import cinderQosAssociation from './cinder/qos-association.ts';
import cinderQosSpecs from './cinder/qos-specs.ts';
import cinderQuota from './cinder/quota.ts';
import cinderVolumeAttachment from './cinder/volume-attachment.ts';
import cinderVolumeType from './cinder/volume-type.ts';
import cinderVolume from './cinder/volume.ts';
import glanceWebImage from './glance/web-image.ts';
import heatDelay from './heat/delay.ts';
import heatNone from './heat/none.ts';
import heatRandomString from './heat/random-string.ts';
import heatResourceGroup from './heat/resource-group.ts';
import heatStack from './heat/stack.ts';
import heatTestResource from './heat/test-resource.ts';
import heatValue from './heat/value.ts';
import keystoneDomain from './keystone/domain.ts';
import keystoneEndpoint from './keystone/endpoint.ts';
import keystoneGroupRoleAssignment from './keystone/group-role-assignment.ts';
import keystoneGroup from './keystone/group.ts';
import keystoneProject from './keystone/project.ts';
import keystoneRegion from './keystone/region.ts';
import keystoneRole from './keystone/role.ts';
import keystoneService from './keystone/service.ts';
import keystoneUserRoleAssignment from './keystone/user-role-assignment.ts';
import keystoneUser from './keystone/user.ts';
import neutronAddressScope from './neutron/address-scope.ts';
import neutronExtraRouteSet from './neutron/extra-route-set.ts';
import neutronExtraRoute from './neutron/extra-route.ts';
import neutronFloatingIpAssociation from './neutron/floating-ip-association.ts';
import neutronFloatingIpPortForward from './neutron/floating-ip-port-forward.ts';
import neutronFloatingIp from './neutron/floating-ip.ts';
import neutronMeteringLabel from './neutron/metering-label.ts';
import neutronMeteringRule from './neutron/metering-rule.ts';
import neutronNet from './neutron/net.ts';
import neutronPort from './neutron/port.ts';
import neutronProviderNet from './neutron/provider-net.ts';
import neutronQosBandwidthLimitRule from './neutron/qos-bandwidth-limit-rule.ts';
import neutronQosDscpMarkingRule from './neutron/qos-dscp-marking-rule.ts';
import neutronQosMinimumBandwidthRule from './neutron/qos-minimum-bandwidth-rule.ts';
import neutronQosMinimumPacketRateRule from './neutron/qos-minimum-packet-rate-rule.ts';
import neutronQosPolicy from './neutron/qos-policy.ts';
import neutronQuota from './neutron/quota.ts';
import neutronRbacPolicy from './neutron/rbac-policy.ts';
import neutronRouterGateway from './neutron/router-gateway.ts';
import neutronRouterInterface from './neutron/router-interface.ts';
import neutronRouter from './neutron/router.ts';
import neutronSecurityGroupRule from './neutron/security-group-rule.ts';
import neutronSecurityGroup from './neutron/security-group.ts';
import neutronSegment from './neutron/segment.ts';
import neutronSubnetPool from './neutron/subnet-pool.ts';
import neutronSubnet from './neutron/subnet.ts';
import neutronTrunk from './neutron/trunk.ts';
import novaFlavor from './nova/flavor.ts';
import novaHostAggregate from './nova/host-aggregate.ts';
import novaKeyPair from './nova/key-pair.ts';
import novaQuota from './nova/quota.ts';
import novaServerGroup from './nova/server-group.ts';
import novaServerServer from './nova/server/server.ts';

/** Every resource type there is. */
export const resourceTypes: readonly ResourceType[] = [
  barbicanSecret,
  cinderEncryptedVolumeType,
  cinderQosAssociation,
  cinderQosSpecs,
  cinderQuota,
  cinderVolumeAttachment,
  cinderVolumeType,
  cinderVolume,
  glanceWebImage,
  heatDelay,
  heatNone,
  heatRandomString,
  heatResourceGroup,
  heatStack,
  heatTestResource,
  heatValue,
  keystoneDomain,
  keystoneEndpoint,
  keystoneGroupRoleAssignment,
  keystoneGroup,
  keystoneProject,
  keystoneRegion,
  keystoneRole,
  keystoneService,
  keystoneUserRoleAssignment,
  keystoneUser,
  neutronAddressScope,
  neutronExtraRouteSet,
  neutronExtraRoute,
  neutronFloatingIpAssociation,
  neutronFloatingIpPortForward,
  neutronFloatingIp,
  neutronMeteringLabel,
  neutronMeteringRule,
  neutronNet,
  neutronPort,
  neutronProviderNet,
  neutronQosBandwidthLimitRule,
  neutronQosDscpMarkingRule,
  neutronQosMinimumBandwidthRule,
  neutronQosMinimumPacketRateRule,
  neutronQosPolicy,
  neutronQuota,
  neutronRbacPolicy,
  neutronRouterGateway,
  neutronRouterInterface,
  neutronRouter,
  neutronSecurityGroupRule,
  neutronSecurityGroup,
  neutronSegment,
  neutronSubnetPool,
  neutronSubnet,
  neutronTrunk,
  novaFlavor,
  novaHostAggregate,
  novaKeyPair,
  novaQuota,
  novaServerGroup,
  novaServerServer,
];
