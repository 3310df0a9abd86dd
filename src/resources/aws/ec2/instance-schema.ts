/** The properties of an EC2 instance. */
import { bool, custom, list, listOf, map, mapOf, num, oneOf, ref, str, unimplemented } from '../../schema.ts';
import { tagSchema, tags } from './tags.ts';

/** Disks that an instance is born with. */
export const blockDeviceMappings = listOf(
  mapOf({
    DeviceName: str({ required: true }),
    Ebs: mapOf({
      DeleteOnTermination: bool({ default: true }),
      Iops: unimplemented(num()),
      SnapshotId: str({ constraints: [custom('cinder.snapshot')] }),
      VolumeSize: str(),
      VolumeType: unimplemented(str()),
    }),
    NoDevice: unimplemented(map()),
    VirtualName: unimplemented(str()),
  }),
);

/** Keys and values for Nova's scheduler. */
export const schedulerHints = listOf(tagSchema);

export const instanceProperties = {
  ImageId: ref('glance.image', { required: true }),
  InstanceType: ref('nova.flavor', { required: true, update: true }),
  KeyName: str({ constraints: [custom('nova.keypair')] }),
  AvailabilityZone: str(),
  DisableApiTermination: unimplemented(str()),
  KernelId: unimplemented(str()),
  Monitoring: unimplemented(bool()),
  PlacementGroupName: unimplemented(str()),
  PrivateIpAddress: unimplemented(str()),
  RamDiskId: unimplemented(str()),
  SecurityGroups: list(),
  SecurityGroupIds: list(),
  NetworkInterfaces: list({ update: true }),
  SourceDestCheck: unimplemented(bool()),
  SubnetId: str({ update: true }),
  Tags: tags({ update: true }),
  NovaSchedulerHints: schedulerHints,
  Tenancy: unimplemented(str({ constraints: [oneOf('dedicated', 'default')] })),
  UserData: str(),
  Volumes: listOf(
    mapOf({
      Device: str({ required: true }),
      VolumeId: str({ required: true, constraints: [custom('cinder.volume')] }),
    }),
    { default: [] },
  ),
  BlockDeviceMappings: blockDeviceMappings,
};
