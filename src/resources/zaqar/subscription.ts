import { path } from '../../clouds/path.ts';
import { isMap, type ValueMap } from '../../expressions/values.ts';
import { mapAt, numberAt, textOf, withoutNulls } from '../access.ts';
import type { Context, Made, Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { custom, int, map, range, str } from '../schema.ts';
import { asClient, listed, zaqar } from './zaqar.ts';

const SCHEMES = ['http', 'https', 'mailto', 'trust+http', 'trust+https'];
/** Seconds until the year 9000: never. Heat: openstack/zaqar/subscription.py. */
const FOREVER = 220_367_260_800;
/** How much earlier than our clock's time Zaqar may say that it made a subscription, in milliseconds. */
const CLOCK_ALLOWANCE_MS = 30_000;
/** Key in the resource's data for the queue, which the id does not tell. */
const QUEUE = 'queue';

const queueOf = (context: Context): string => textOf(context.data, QUEUE) ?? '';
const at = (context: Context): string => path`/queues/${queueOf(context)}/subscriptions/${context.id!}`;

function request(properties: Properties): ValueMap {
  return {
    subscriber: textOf(properties, 'subscriber')!,
    ttl: numberAt(properties, 'ttl', FOREVER),
    options: withoutNulls(mapAt(properties, 'options')),
  };
}

async function subscriptions(context: Context, queue: string): Promise<readonly ValueMap[]> {
  return listed(context, path`/queues/${queue}/subscriptions`, 'subscriptions');
}

/** A queue has each subscriber at most once; one that was there before the intent is another's. */
async function find(context: Context, properties: Properties): Promise<Made | undefined> {
  const queue = textOf(properties, 'queue_name')!;
  const found = (await subscriptions(context, queue)).find(
    (one) => textOf(one, 'subscriber') === textOf(properties, 'subscriber'),
  );
  if (found === undefined) return undefined;
  const madeAt = context.clock.now() - numberAt(found, 'age', 0) * 1000;
  const id = textOf(found, 'id')!;
  const isOurs = madeAt >= context.intendedAt - CLOCK_ALLOWANCE_MS && (await context.claim(id));
  return isOurs ? { id, data: { [QUEUE]: queue }, usable: true } : undefined;
}

async function read(context: Context): Promise<ValueMap | undefined> {
  const queue = queueOf(context);
  if (context.id === undefined || queue === '') return undefined;
  return (await subscriptions(context, queue)).find((one) => textOf(one, 'id') === context.id);
}

export default defineResource({
  type: 'OS::Zaqar::Subscription',
  description: 'Someone who is told of each message of a queue.',
  since: '8.0.0',
  service: 'messaging',
  properties: {
    queue_name: str({ required: true, constraints: [custom('zaqar.queue')] }),
    subscriber: str({ required: true, update: true }),
    ttl: int({ default: FOREVER, update: true, constraints: [range({ min: 60 })] }),
    options: map({ update: true }),
  },
  validate: (properties) => {
    const scheme = textOf(properties, 'subscriber')?.split(':')[0];
    if (scheme === undefined || SCHEMES.includes(scheme)) return [];
    return [`The subscriber type of must be one of: ${SCHEMES.join(', ')}.`];
  },
  create: async (context, properties) => {
    const queue = textOf(properties, 'queue_name')!;
    const all = path`/queues/${queue}/subscriptions`;
    const answer = await zaqar(context).post(all, request(properties), asClient(context));
    const id = textOf(isMap(answer) ? answer : {}, 'subscription_id')!;
    return { id, data: { [QUEUE]: queue }, usable: true };
  },
  find,
  update: async (context, { after }) => {
    await zaqar(context).patch(at(context), request(after), asClient(context));
  },
  read,
  delete: async (context) => {
    if (context.id !== undefined && queueOf(context) !== '')
      await zaqar(context).delete(at(context), asClient(context));
  },
});
