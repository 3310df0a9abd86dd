import { equal, own, type Value, type ValueMap } from '../../../expressions/values.ts';
import { mapAt, mapsAt, listAt, textOf, textsAt } from '../../access.ts';
import { arrived, attach, attachmentId } from '../../cinder/attachments.ts';
import { ResourceError, type Change, type Context, type Properties } from '../../contract.ts';
import { defineResource } from '../../define.ts';
import { firstAddress } from '../../nova/server/attributes.ts';
import server from '../../nova/server/server.ts';
import { attr } from '../../schema.ts';
import { cannotCombine } from '../../words.ts';
import { blockDeviceProblems } from './block-device-problems.ts';
import { instanceProperties } from './instance-schema.ts';
import { tagsOf } from './tags.ts';

/** Network interfaces in the order of their index; a text is the id alone. */
function interfaces(properties: Properties): string[] {
  const entries = listAt(properties, 'NetworkInterfaces').map((item, i): [number, string] =>
    typeof item === 'string'
      ? [i, item]
      : [Number(own(item as ValueMap, 'DeviceIndex') ?? i), textOf(item as ValueMap, 'NetworkInterfaceId') ?? ''],
  );
  return entries.toSorted(([a], [b]) => a - b).map(([, id]) => id);
}

function networks(properties: Properties): Value {
  const ports = interfaces(properties).map((port) => ({ port }));
  if (ports.length > 0) return ports;
  const subnet = textOf(properties, 'SubnetId');
  return subnet === undefined ? null : [{ subnet }];
}

const groups = (properties: Properties): string[] => [
  ...textsAt(properties, 'SecurityGroups'),
  ...textsAt(properties, 'SecurityGroupIds'),
];

/** A key that is given several times has all its values. */
function hints(properties: Properties): ValueMap | null {
  const result: Record<string, Value[]> = {};
  for (const hint of mapsAt(properties, 'NovaSchedulerHints')) {
    (result[textOf(hint, 'Key') ?? ''] ??= []).push(hint['Value'] ?? null);
  }
  const entries = Object.entries(result).map(([key, values]): [string, Value] => [
    key,
    values.length === 1 ? values[0]! : values,
  ]);
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

const disks = (properties: Properties): ValueMap[] =>
  mapsAt(properties, 'BlockDeviceMappings').map((item) => {
    const ebs = mapAt(item, 'Ebs');
    return {
      device_name: own(item, 'DeviceName') ?? null,
      snapshot_id: own(ebs, 'SnapshotId') ?? null,
      volume_size: own(ebs, 'VolumeSize') ?? null,
      delete_on_termination: own(ebs, 'DeleteOnTermination') ?? null,
    };
  });

/** The instance as Nova's own type would have it. */
const toServer = (properties: Properties): Properties => ({
  image: own(properties, 'ImageId') ?? null,
  flavor: own(properties, 'InstanceType') ?? null,
  key_name: own(properties, 'KeyName') ?? null,
  availability_zone: own(properties, 'AvailabilityZone') ?? null,
  security_groups: groups(properties),
  networks: networks(properties),
  scheduler_hints: hints(properties),
  metadata: tagsOf(properties),
  user_data: own(properties, 'UserData') ?? '',
  user_data_format: 'HEAT_CFNTOOLS',
  instance_user: 'ec2-user',
  block_device_mapping: disks(properties),
});

function toServerChange(change: Change): Change {
  const [before, after] = [toServer(change.before), toServer(change.after)];
  const changed = new Set(Object.keys(after).filter((name) => !equal(before[name] ?? null, after[name] ?? null)));
  const values = Object.fromEntries([...changed].map((name) => [name, after[name] ?? null]));
  return { before, after, changed, values };
}

async function attachVolumes(context: Context, properties: Properties): Promise<void> {
  for (const item of mapsAt(properties, 'Volumes')) {
    const place = { server: context.id!, volume: textOf(item, 'VolumeId') ?? '', device: textOf(item, 'Device') };
    if ((await attachmentId(context, place)) === undefined) await attach(context, place);
    await arrived(context, place);
  }
}

function validate(properties: Properties): string[] {
  const problems: string[] = [];
  if (groups(properties).length > 0 && listAt(properties, 'NetworkInterfaces').length > 0) {
    problems.push(cannotCombine('SecurityGroups/SecurityGroupIds', 'NetworkInterfaces'));
  }
  return [...problems, ...blockDeviceProblems(properties)];
}

const address = attr('string', (live) => {
  const first = firstAddress(live);
  return first === '' ? '0.0.0.0' : first;
});

export default defineResource({
  type: 'AWS::EC2::Instance',
  description: 'A virtual machine.',
  service: 'compute',
  nameLimit: 53,
  properties: instanceProperties,
  attributes: {
    AvailabilityZone: attr('string', (live) => own(live, 'OS-EXT-AZ:availability_zone') ?? null),
    PrivateDnsName: address,
    PublicDnsName: address,
    PrivateIp: address,
    PublicIp: address,
  },
  validate,
  create: (context, properties) => server.create!(context, toServer(properties)),
  find: (context, properties) => server.find!(context, toServer(properties)),
  async ready(context, properties) {
    await server.ready!(context, toServer(properties));
    await attachVolumes(context, properties);
  },
  update: (context, change) => server.update!(context, toServerChange(change)),
  delete: (context) => server.delete!(context, undefined),
  read: (context) => server.read!(context),
  async check(context) {
    const status = textOf(await server.read!(context), 'status') ?? 'DELETED';
    if (status !== 'ACTIVE') throw new ResourceError('Error', `Instance is not ACTIVE (was: ${status})`);
  },
  survivesFailure: (context, after) => server.survivesFailure!(context, after),
  makeWay: (context, properties) => server.makeWay!(context, toServer(properties)),
  takeBack: (context, properties) => server.takeBack!(context, toServer(properties)),
});
