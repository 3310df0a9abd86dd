import { own, toNumber, isNumber, type ValueMap } from '../../expressions/values.ts';
import { follow } from '../../expressions/path.ts';
import { mapAt, mapsAt, textOf } from '../access.ts';
import type { Context, Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { attr, bool, int, map, mapOf, str } from '../schema.ts';
import { NAME, RemoteStack, REQUEST } from './stack/remote-stack.ts';
import { failure, gone, judge, type Awaited } from './stack/state.ts';
import { rememberedWhere, whereData, whereOf } from './stack/where.ts';

/** Key in the resource's data: what was last asked of the remote stack. */
const AWAITED = 'awaited';

const remote = async (context: Context, where = rememberedWhere(context)): Promise<RemoteStack> =>
  new RemoteStack(context, await context.remote(where));

async function ready(context: Context): Promise<void> {
  const stack = await remote(context);
  const awaited: Awaited = {
    action: textOf(context.data, AWAITED) === 'UPDATE' ? 'UPDATE' : 'CREATE',
    cloud: stack.connection.cloud.name,
    requestId: textOf(context.data, REQUEST),
  };
  await stack.watch((live) => judge(live, awaited));
}

function outputsOf(live: ValueMap): ValueMap {
  return Object.fromEntries(
    mapsAt(live, 'outputs').map((output) => [textOf(output, 'output_key') ?? '', own(output, 'output_value') ?? null]),
  );
}

const regionOf = (properties: Properties): string | undefined => textOf(mapAt(properties, 'context'), 'region_name');

/** A stack on another cloud, or in another region: by that cloud's own orchestration service, or else run there from here. */
export default defineResource({
  type: 'OS::Heat::Stack',
  description: 'A stack in another region or on another cloud.',
  properties: {
    context: mapOf(
      {
        region_name: str(),
        credential_secret_id: str({ update: true }),
        ca_cert: str({ update: true }),
        insecure: bool({ update: true, default: false }),
      },
      { update: true },
    ),
    template: str({ required: true, update: true }),
    timeout: int({ update: true }),
    parameters: map({ update: true, default: {} }),
  },
  attributes: {
    stack_name: attr('string', (live, context) => textOf(live, 'stack_name') ?? context.physicalName),
    outputs: attr('map', outputsOf),
  },
  updatesAlways: true,
  triedOnce: true,
  caution: (properties) =>
    whereOf(properties, null)?.insecure === true ? 'insecure: the certificate of the cloud is not verified' : undefined,

  nested: {
    define(_context, properties) {
      const timeout = own(properties, 'timeout') ?? null;
      const nested = {
        template: own(properties, 'template') ?? '',
        parameters: mapAt(properties, 'parameters'),
        ...(isNumber(timeout) ? { timeoutMins: toNumber(timeout) } : {}),
      };
      return { nested };
    },
    attribute(outputs, attribute, path, _name, physicalName) {
      if (attribute === 'outputs') return follow(outputs, path);
      return attribute === 'stack_name' ? physicalName : null;
    },
  },
  nestedAt: {
    where: whereOf,
    wanted: async (context, properties) =>
      !(await (await context.remote(whereOf(properties, context.metadata) ?? {})).has('orchestration')),
  },

  async create(context, properties) {
    const where = whereOf(properties, context.metadata);
    await context.save({ data: whereData(where) });
    const { id, requestId } = await (await remote(context, where)).create(properties);
    return { id, data: { [NAME]: context.physicalName, [AWAITED]: 'CREATE', [REQUEST]: requestId ?? null } };
  },
  async find(context, properties) {
    const where = whereOf(properties, context.metadata);
    await context.save({ data: whereData(where) });
    const id = textOf(await (await remote(context, where)).find(context.physicalName), 'id');
    return id === undefined ? undefined : { id, data: { [NAME]: context.physicalName, [AWAITED]: 'CREATE' } };
  },
  ready,
  async update(context, { after }) {
    const where = whereOf(after, context.metadata);
    const stack = await remote(context, where);
    await context.save({ data: { ...whereData(where), [AWAITED]: 'UPDATE' } });
    await context.save({ data: { [REQUEST]: (await stack.update(after)) ?? null } });
  },
  needsReplace: ({ before, after }) => regionOf(before) !== regionOf(after),
  async survivesFailure(context, after) {
    const live = await (await remote(context, whereOf(after, context.metadata))).read();
    return live !== undefined && textOf(live, 'stack_status') !== 'CHECK_FAILED';
  },

  async delete(context) {
    if (context.id === undefined) return;
    const stack = await remote(context);
    if ((await stack.read()) === undefined) return;
    await stack.delete();
    await stack.watch((live) => {
      if (live === undefined) return true;
      const status = textOf(live, 'stack_status');
      if (status === 'DELETE_FAILED') throw failure(live, stack.connection.cloud.name);
      return status === 'DELETE_COMPLETE' ? true : undefined;
    });
  },
  read: async (context) => (context.id === undefined ? undefined : (await remote(context)).read()),
  async check(context) {
    const stack = await remote(context);
    const cloud = stack.connection.cloud.name;
    if ((await stack.read()) === undefined) throw gone(cloud);
    await stack.check();
    await stack.watch((live) => judge(live, { action: 'CHECK', cloud }));
  },
  reference: ({ id, physicalName }) => id ?? physicalName,
});
