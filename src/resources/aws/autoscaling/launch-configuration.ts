import { isMap, own, type ValueMap } from '../../../expressions/values.ts';
import { given, mapAt, mapsAt, textOf } from '../../access.ts';
import type { Context, Properties } from '../../contract.ts';
import { defineResource } from '../../define.ts';
import { VERSION } from '../../nova/server/api.ts';
import { custom, list, ref, str, unimplemented } from '../../schema.ts';
import { blockDeviceMappings, schedulerHints } from '../ec2/instance-schema.ts';
import { blockDeviceProblems } from '../ec2/block-device-problems.ts';

/** What the template leaves open is taken from an instance that is there. Heat: launch_config.py `rebuild_lc_properties`. */
async function derived(context: Context, instance: string): Promise<ValueMap> {
  const options = { ...VERSION, signal: context.signal };
  const answer = await context.cloud.service('compute').get(`/servers/${encodeURIComponent(instance)}`, options);
  const server = isMap(answer) ? mapAt(answer, 'server') : {};
  return {
    ImageId: textOf(mapAt(server, 'image'), 'id') ?? null,
    InstanceType: textOf(mapAt(server, 'flavor'), 'id') ?? null,
    KeyName: textOf(server, 'key_name') ?? null,
    SecurityGroups: mapsAt(server, 'security_groups').map((group) => own(group, 'name') ?? null),
  };
}

function validate(properties: Properties, known: (property: string) => boolean): string[] {
  const problems = blockDeviceProblems(properties);
  const has = (name: string): boolean => !known(name) || textOf(properties, name) !== undefined;
  if (!has('InstanceId') && !(has('ImageId') && has('InstanceType'))) {
    problems.push('If without InstanceId, ImageId and InstanceType are required.');
  }
  return problems;
}

export default defineResource({
  type: 'AWS::AutoScaling::LaunchConfiguration',
  description: 'What the instances of a group are made of.',
  service: 'compute',
  properties: {
    ImageId: ref('glance.image'),
    InstanceType: ref('nova.flavor'),
    InstanceId: str({ constraints: [custom('nova.server')] }),
    KeyName: str({ constraints: [custom('nova.keypair')] }),
    UserData: str(),
    SecurityGroups: list(),
    KernelId: unimplemented(str()),
    RamDiskId: unimplemented(str()),
    BlockDeviceMappings: blockDeviceMappings,
    NovaSchedulerHints: schedulerHints,
  },
  validate,
  async create(context, properties) {
    const instance = textOf(properties, 'InstanceId');
    const fromInstance = instance === undefined ? {} : await derived(context, instance);
    const written = Object.entries(properties).filter(([name]) => given(properties, name));
    return { id: null, data: { launch: { ...fromInstance, ...Object.fromEntries(written) } } };
  },
  reference: ({ physicalName }) => physicalName,
});
