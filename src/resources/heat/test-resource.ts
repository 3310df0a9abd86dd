import { isNumber, own, toNumber, type Value, type ValueMap } from '../../expressions/values.ts';
import { mapAt, textOf } from '../access.ts';
import { ResourceError, type Context, type Made, type Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { attr, bool, custom, mapOf, num, str } from '../schema.ts';

type Action = 'create' | 'update' | 'delete';

/** Seconds to wait in an action; negative: for ever. */
function waitSeconds(properties: Properties | undefined, action: Action): number {
  const forAction = own(mapAt(properties, 'action_wait_secs'), action) ?? null;
  const seconds = forAction ?? (properties === undefined ? 0 : (own(properties, 'wait_secs') ?? 0));
  return isNumber(seconds) ? toNumber(seconds) : 0;
}

/** Waits until so many seconds after `since`. */
async function wait(context: Context, seconds: number, since: number): Promise<void> {
  // Only being stopped ends it.
  if (seconds < 0) for (;;) await context.clock.sleep(3_600_000, context.signal);
  const left = since + seconds * 1000 - context.clock.now();
  if (left > 0) await context.clock.sleep(left, context.signal);
}

const fails = (properties: Properties): boolean => own(properties, 'fail') === true;

const failure = (context: Context): ResourceError =>
  new ResourceError('ValueError', `Test Resource failed ${context.name}`);

/** What is kept: the value, and how long asking for it takes. */
const kept = (properties: Properties): ValueMap => ({
  value: own(properties, 'value') ?? null,
  attr_wait_secs: own(properties, 'attr_wait_secs') ?? 0,
});

async function create(context: Context, properties: Properties): Promise<Made> {
  const seconds = waitSeconds(properties, 'create');
  // The object is there from the start; it is just not ready before the time is over.
  if (!fails(properties) && seconds !== 0) await context.save({ id: context.physicalName, data: kept(properties) });
  await wait(context, seconds, context.intendedAt);
  if (fails(properties)) throw failure(context);
  return { id: context.physicalName, data: kept(properties) };
}

const seconds = num({ update: true });

export default defineResource({
  type: 'OS::Heat::TestResource',
  description: 'Does nothing, as slowly and as badly as told. For tests.',
  since: '5.0.0',
  properties: {
    constraint_prop_secs: num({ update: true, default: 0, constraints: [custom('test_constr')] }),
    attr_wait_secs: num({ update: true, default: 0 }),
    value: str({ update: true, default: 'test_string' }),
    update_replace_value: str(),
    fail: bool({ update: true, default: false }),
    update_replace: bool({ update: true, default: false }),
    wait_secs: num({ update: true, default: 0 }),
    action_wait_secs: mapOf({ create: seconds, update: seconds, delete: seconds }, { update: true }),
    client_name: str({ update: true, default: '' }),
    entity_name: str({ update: true, default: '' }),
  },
  attributes: {
    output: attr(undefined, async (_live, context): Promise<Value> => {
      const slow = own(context.data, 'attr_wait_secs') ?? 0;
      if (isNumber(slow) && toNumber(slow) > 0) await context.clock.sleep(toNumber(slow) * 1000, context.signal);
      return own(context.data, 'value') ?? null;
    }),
  },
  create,
  find: async (context, properties) => (context.id === undefined ? undefined : create(context, properties)),
  needsReplace: ({ changed, after }) => changed.has('value') && own(after, 'update_replace') === true,
  async update(context, { after, changed }) {
    const renewed = changed.has('value') && textOf(after, 'value') !== undefined;
    const data = { attr_wait_secs: own(after, 'attr_wait_secs') ?? 0 };
    await context.save({ data: renewed && !fails(after) ? kept(after) : data });
    await wait(context, renewed ? waitSeconds(after, 'update') : 0, context.clock.now());
    if (fails(after)) throw failure(context);
  },
  delete: (context, properties) => wait(context, waitSeconds(properties, 'delete'), context.clock.now()),
});
