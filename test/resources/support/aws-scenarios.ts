/** A life for the types that CloudFormation templates use. */
import type { Part, Scenario } from './parts.ts';

const vpc: Part = { type: 'AWS::EC2::VPC', properties: { CidrBlock: '10.90.0.0/16' } };
const subnet: Part = { type: 'AWS::EC2::Subnet', properties: { VpcId: { ref: 'vpc' }, CidrBlock: '10.90.1.0/24' } };
const table: Part = { type: 'AWS::EC2::RouteTable', properties: { VpcId: { ref: 'vpc' } } };
const gateway: Part = { type: 'AWS::EC2::InternetGateway', properties: {} };
const address: Part = { type: 'AWS::EC2::EIP', properties: {} };
const card: Part = { type: 'AWS::EC2::NetworkInterface', properties: { SubnetId: { ref: 'subnet' } } };
const group: Part = { type: 'AWS::EC2::SecurityGroup', properties: { GroupDescription: 'web' } };
const volume: Part = { type: 'AWS::EC2::Volume', properties: { AvailabilityZone: 'nova', Size: 1 } };
const instance: Part = {
  type: 'AWS::EC2::Instance',
  properties: { ImageId: 'cirros', InstanceType: 'm1.tiny', SubnetId: { ref: 'subnet' } },
};

export const awsScenarios: readonly Scenario[] = [
  { name: 'vpc', ...vpc },
  { name: 'vpc subnet', needs: { vpc }, ...subnet, shows: { cidr: '10.90.1.0/24' } },
  { name: 'route table', needs: { vpc }, ...table },
  {
    name: 'gateway attachment',
    type: 'AWS::EC2::VPCGatewayAttachment',
    needs: { vpc, table, gateway },
    properties: { VpcId: { ref: 'vpc' }, InternetGatewayId: { ref: 'gateway' } },
    lasting: true,
  },
  {
    name: 'subnet route table association',
    consumes: true,
    type: 'AWS::EC2::SubnetRouteTableAssociation',
    needs: { vpc, subnet, table },
    properties: { RouteTableId: { ref: 'table' }, SubnetId: { ref: 'subnet' } },
    lasting: true,
  },
  {
    name: 'network interface',
    needs: { vpc, subnet, group },
    ...card,
    updates: [
      { set: { GroupSet: [{ ref: 'group' }] }, shows: { security_groups: [{ ref: 'group' }] } },
      { set: { GroupSet: null } },
    ],
  },
  {
    name: 'ec2 security group',
    needs: { group },
    type: 'AWS::EC2::SecurityGroup',
    properties: {
      GroupDescription: 'web',
      SecurityGroupIngress: [
        { IpProtocol: 'tcp', FromPort: '80', ToPort: '80', CidrIp: '0.0.0.0/0' },
        { IpProtocol: 'icmp', FromPort: '-1', ToPort: '-1', CidrIp: '0.0.0.0/0' },
      ],
    },
    shows: { description: 'web' },
    updates: [
      {
        set: {
          SecurityGroupIngress: [
            { IpProtocol: 'tcp', FromPort: '22', ToPort: '22', SourceSecurityGroupId: { ref: 'group' } },
          ],
        },
      },
      { set: { SecurityGroupEgress: [{ IpProtocol: 'udp', FromPort: '53', ToPort: '53', CidrIp: '0.0.0.0/0' }] } },
    ],
  },
  {
    name: 'instance',
    needs: { vpc, subnet, card, volume },
    ...instance,
    properties: {
      ...instance.properties,
      Tags: [{ Key: 'a', Value: 'b' }],
      Volumes: [{ Device: '/dev/vdc', VolumeId: { ref: 'volume' } }],
    },
    shows: { status: 'ACTIVE', metadata: { a: 'b' } },
    updates: [
      { set: { Tags: [{ Key: 'c', Value: 'd' }] }, shows: { metadata: { c: 'd' } } },
      { set: { NetworkInterfaces: [{ ref: 'card' }], SubnetId: null } },
      { set: { InstanceType: 'm1.small' }, sandboxOnly: true },
    ],
  },
  {
    name: 'elastic ip',
    ...address,
    needs: { vpc, subnet, table, gateway, instance },
    shows: { port_id: null },
  },
  {
    name: 'elastic ip association',
    type: 'AWS::EC2::EIPAssociation',
    needs: {
      vpc,
      subnet,
      instance,
      address,
    },
    properties: { AllocationId: { physicalId: 'address' }, InstanceId: { ref: 'instance' } },
    lasting: true,
  },
  {
    name: 'launch configuration',
    type: 'AWS::AutoScaling::LaunchConfiguration',
    needs: { vpc, subnet, instance },
    properties: { InstanceId: { ref: 'instance' }, UserData: 'echo' },
    lasting: true,
  },
  {
    name: 'floating ip of nova',
    type: 'OS::Nova::FloatingIP',
    properties: { pool: 'public' },
    shows: { port_id: null },
  },
  {
    name: 'floating ip association of nova',
    type: 'OS::Nova::FloatingIPAssociation',
    needs: {
      vpc,
      subnet,
      instance,
      router: { type: 'OS::Neutron::Router', properties: { external_gateway_info: { network: 'public' } } },
      table: {
        type: 'AWS::EC2::SubnetRouteTableAssociation',
        properties: { RouteTableId: { ref: 'router' }, SubnetId: { ref: 'subnet' } },
      },
      old: { type: 'OS::Nova::FloatingIP', properties: {} },
      other: { type: 'OS::Nova::FloatingIP', properties: {} },
    },
    properties: { server_id: { ref: 'instance' }, floating_ip: { ref: 'old' } },
    updates: [{ set: { floating_ip: { ref: 'other' } }, shows: { id: { ref: 'other' } } }],
  },
  { name: 'ec2 volume', ...volume, shows: { size: 1 } },
  {
    name: 'ec2 volume attachment',
    type: 'AWS::EC2::VolumeAttachment',
    needs: { vpc, subnet, instance, volume },
    properties: { InstanceId: { ref: 'instance' }, VolumeId: { ref: 'volume' }, Device: '/dev/vdc' },
    shows: { volumeId: { ref: 'volume' } },
  },
  {
    name: 'bucket',
    type: 'AWS::S3::Bucket',
    properties: {
      AccessControl: 'PublicReadWrite',
      WebsiteConfiguration: { IndexDocument: 'index.html' },
      Tags: [{ Key: 'color', Value: 'grün' }],
    },
    shows: {
      'x-container-read': '.r:*',
      'x-container-write': '*:*',
      'x-container-meta-web-index': 'index.html',
      'x-container-object-count': '0',
    },
  },
];
