import { own } from '../../../expressions/values.ts';
import { defineResource } from '../../define.ts';
import { custom, int, range, str } from '../../schema.ts';
import volume from '../../cinder/volume.ts';
import type { Properties } from '../../contract.ts';
import { tags, tagsOf } from './tags.ts';

/** The volume as Cinder's own type would have it. EC2's snapshots are Cinder's backups. */
const toVolume = (properties: Properties): Properties => ({
  size: own(properties, 'Size') ?? null,
  availability_zone: own(properties, 'AvailabilityZone') ?? null,
  backup_id: own(properties, 'SnapshotId') ?? null,
  metadata: tagsOf(properties),
});

export default defineResource({
  type: 'AWS::EC2::Volume',
  description: 'A block device that instances can use.',
  service: 'volumev3',
  properties: {
    AvailabilityZone: str({ required: true, immutable: true }),
    Size: int({ immutable: true, constraints: [range({ min: 1 })] }),
    SnapshotId: str({ immutable: true, constraints: [custom('cinder.backup')] }),
    Tags: tags({ immutable: true }),
  },
  create: (context, properties) => volume.create!(context, toVolume(properties)),
  find: (context, properties) => volume.find!(context, toVolume(properties)),
  ready: (context, properties) => volume.ready!(context, toVolume(properties)),
  read: (context) => volume.read!(context),
  check: (context, properties) => volume.check!(context, toVolume(properties)),
  survivesFailure: (context, after) => volume.survivesFailure!(context, after),
  snapshot: volume.snapshot!,
  delete: (context) => volume.delete!(context, undefined),
});
