// Written by generate-index.ts; do not edit.
import type { ResourceType } from './contract.ts';
import awsAutoscalingAutoScalingGroup from './aws/autoscaling/auto-scaling-group.ts';
import awsAutoscalingLaunchConfiguration from './aws/autoscaling/launch-configuration.ts';
import awsAutoscalingScalingPolicy from './aws/autoscaling/scaling-policy.ts';
import awsCloudformationStack from './aws/cloudformation/stack.ts';
import awsCloudformationWaitConditionHandle from './aws/cloudformation/wait-condition-handle.ts';
import awsCloudformationWaitCondition from './aws/cloudformation/wait-condition.ts';
import awsCloudwatchAlarm from './aws/cloudwatch/alarm.ts';
import awsEc2EipAssociation from './aws/ec2/eip-association.ts';
import awsEc2Eip from './aws/ec2/eip.ts';
import awsEc2Instance from './aws/ec2/instance.ts';
import awsEc2InternetGateway from './aws/ec2/internet-gateway.ts';
import awsEc2NetworkInterface from './aws/ec2/network-interface.ts';
import awsEc2RouteTable from './aws/ec2/route-table.ts';
import awsEc2SecurityGroup from './aws/ec2/security-group.ts';
import awsEc2SubnetRouteTableAssociation from './aws/ec2/subnet-route-table-association.ts';
import awsEc2Subnet from './aws/ec2/subnet.ts';
import awsEc2VolumeAttachment from './aws/ec2/volume-attachment.ts';
import awsEc2Volume from './aws/ec2/volume.ts';
import awsEc2VpcGatewayAttachment from './aws/ec2/vpc-gateway-attachment.ts';
import awsEc2Vpc from './aws/ec2/vpc.ts';
import awsElasticloadbalancingLoadBalancer from './aws/elasticloadbalancing/load-balancer.ts';
import awsIamAccessKey from './aws/iam/access-key.ts';
import awsIamUser from './aws/iam/user.ts';
import awsRdsDbInstance from './aws/rds/db-instance.ts';
import awsS3Bucket from './aws/s3/bucket.ts';
import barbicanCertificateContainer from './barbican/certificate-container.ts';
import barbicanGenericContainer from './barbican/generic-container.ts';
import barbicanOrder from './barbican/order.ts';
import barbicanRsaContainer from './barbican/rsa-container.ts';
import barbicanSecret from './barbican/secret.ts';
import cinderEncryptedVolumeType from './cinder/encrypted-volume-type.ts';
import cinderQosAssociation from './cinder/qos-association.ts';
import cinderQosSpecs from './cinder/qos-specs.ts';
import cinderQuota from './cinder/quota.ts';
import cinderVolumeAttachment from './cinder/volume-attachment.ts';
import cinderVolumeType from './cinder/volume-type.ts';
import cinderVolume from './cinder/volume.ts';
import glanceWebImage from './glance/web-image.ts';
import heatAccessPolicy from './heat/access-policy.ts';
import heatDelay from './heat/delay.ts';
import heatNone from './heat/none.ts';
import heatRandomString from './heat/random-string.ts';
import heatResourceChain from './heat/resource-chain.ts';
import heatResourceGroup from './heat/resource-group.ts';
import heatStack from './heat/stack.ts';
import heatTestResource from './heat/test-resource.ts';
import heatValue from './heat/value.ts';
import isothermStackSetGate from './isotherm/stack-set-gate.ts';
import isothermStackSetMember from './isotherm/stack-set-member.ts';
import isothermStackSet from './isotherm/stack-set.ts';
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
import novaFloatingIpAssociation from './nova/floating-ip-association.ts';
import novaFloatingIp from './nova/floating-ip.ts';
import novaHostAggregate from './nova/host-aggregate.ts';
import novaKeyPair from './nova/key-pair.ts';
import novaQuota from './nova/quota.ts';
import novaServerGroup from './nova/server-group.ts';
import novaServerServer from './nova/server/server.ts';
import placeholders from './placeholders.ts';
import swiftContainer from './swift/container.ts';
import zaqarQueue from './zaqar/queue.ts';
import zaqarSubscription from './zaqar/subscription.ts';

/** Every resource type there is. */
export const resourceTypes: readonly ResourceType[] = [
  awsAutoscalingAutoScalingGroup,
  awsAutoscalingLaunchConfiguration,
  awsAutoscalingScalingPolicy,
  awsCloudformationStack,
  awsCloudformationWaitConditionHandle,
  awsCloudformationWaitCondition,
  awsCloudwatchAlarm,
  awsEc2EipAssociation,
  awsEc2Eip,
  awsEc2Instance,
  awsEc2InternetGateway,
  awsEc2NetworkInterface,
  awsEc2RouteTable,
  awsEc2SecurityGroup,
  awsEc2SubnetRouteTableAssociation,
  awsEc2Subnet,
  awsEc2VolumeAttachment,
  awsEc2Volume,
  awsEc2VpcGatewayAttachment,
  awsEc2Vpc,
  awsElasticloadbalancingLoadBalancer,
  awsIamAccessKey,
  awsIamUser,
  awsRdsDbInstance,
  awsS3Bucket,
  barbicanCertificateContainer,
  barbicanGenericContainer,
  barbicanOrder,
  barbicanRsaContainer,
  barbicanSecret,
  cinderEncryptedVolumeType,
  cinderQosAssociation,
  cinderQosSpecs,
  cinderQuota,
  cinderVolumeAttachment,
  cinderVolumeType,
  cinderVolume,
  glanceWebImage,
  heatAccessPolicy,
  heatDelay,
  heatNone,
  heatRandomString,
  heatResourceChain,
  heatResourceGroup,
  heatStack,
  heatTestResource,
  heatValue,
  isothermStackSetGate,
  isothermStackSetMember,
  isothermStackSet,
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
  novaFloatingIpAssociation,
  novaFloatingIp,
  novaHostAggregate,
  novaKeyPair,
  novaQuota,
  novaServerGroup,
  novaServerServer,
  ...placeholders,
  swiftContainer,
  zaqarQueue,
  zaqarSubscription,
];
