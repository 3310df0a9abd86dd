import { float, isNumber, own, toNumber } from '../../expressions/values.ts';
import { textsAt } from '../access.ts';
import type { Context, Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { list, num, oneOf, range } from '../schema.ts';

const seconds = (properties: Properties, name: string): number => {
  const value = own(properties, name) ?? 0;
  return isNumber(value) ? toNumber(value) : 0;
};

/** Waits, counted from `since`, where the delay is for this action; how much jitter there is, chance says. */
async function wait(context: Context, properties: Properties, action: string, since: number): Promise<void> {
  if (!textsAt(properties, 'actions').includes(action)) return;
  const jitter = seconds(properties, 'max_jitter') * seconds(properties, 'jitter_multiplier') * 1000;
  const total = seconds(properties, 'min_wait') * 1000 + context.random.integer(Math.floor(jitter) + 1);
  const left = since + total - context.clock.now();
  if (left > 0) await context.clock.sleep(left, context.signal);
}

const atLeastZero = { update: true, constraints: [range({ min: 0 })] };

export default defineResource({
  type: 'OS::Heat::Delay',
  description: 'Lets time pass between other resources.',
  since: '11.0.0',
  properties: {
    min_wait: num({ ...atLeastZero, default: 0 }),
    max_jitter: num({ ...atLeastZero, default: 0 }),
    jitter_multiplier: num({ ...atLeastZero, default: float(1) }),
    actions: list({
      update: true,
      default: ['CREATE'],
      constraints: [oneOf('CREATE', 'DELETE', 'SUSPEND', 'RESUME')],
    }),
  },
  async create(context, properties) {
    await wait(context, properties, 'CREATE', context.intendedAt);
    return { id: null };
  },
  // A new delay matters to the next action only.
  update: async () => {},
  async delete(context, properties) {
    if (properties !== undefined) await wait(context, properties, 'DELETE', context.clock.now());
  },
});
