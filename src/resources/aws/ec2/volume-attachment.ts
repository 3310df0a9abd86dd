import { own } from '../../../expressions/values.ts';
import attachment from '../../cinder/volume-attachment.ts';
import type { Properties } from '../../contract.ts';
import { defineResource } from '../../define.ts';
import { custom, pattern, str } from '../../schema.ts';

const toAttachment = (properties: Properties): Properties => ({
  instance_uuid: own(properties, 'InstanceId') ?? null,
  volume_id: own(properties, 'VolumeId') ?? null,
  mountpoint: own(properties, 'Device') ?? null,
});

export default defineResource({
  type: 'AWS::EC2::VolumeAttachment',
  description: 'Attaches a volume to an instance.',
  service: 'volumev3',
  properties: {
    InstanceId: str({ required: true, immutable: true, constraints: [custom('nova.server')] }),
    VolumeId: str({ required: true, immutable: true, constraints: [custom('cinder.volume')] }),
    Device: str({ required: true, immutable: true, constraints: [pattern('/dev/vd[b-z]')] }),
  },
  create: (context, properties) => attachment.create!(context, toAttachment(properties)),
  find: (context, properties) => attachment.find!(context, toAttachment(properties)),
  ready: (context, properties) => attachment.ready!(context, toAttachment(properties)),
  read: (context) => attachment.read!(context),
  delete: (context) => attachment.delete!(context, undefined),
});
