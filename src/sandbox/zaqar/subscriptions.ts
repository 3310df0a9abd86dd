import { isMap, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import type { Answer } from '../kernel/http.ts';
import { conflict, invalid, limitOf, notFound, objectOf } from './input.ts';
import type { Subscription } from './records.ts';
import { DEFAULT_TTL } from './settings.ts';
import type { Store } from './store.ts';

const SCHEMES = ['http', 'https', 'mailto', 'trust+http', 'trust+https'];

/** `GET /v2/queues/{name}/subscriptions` */
export function listSubscriptions(store: Store, call: Call): Answer {
  const limit = limitOf(call, 'may not be');
  const marker = call.query.get('marker') ?? '';
  const all = store.subscriptionsOf(store.queueId(call)).sort((a, b) => (a.id < b.id ? -1 : 1));
  const page = all.filter(({ id }) => id > marker).slice(0, limit);
  const links = page.length === 0 ? [] : [{ rel: 'next', href: `${call.path}?marker=${page.at(-1)!.id}` }];
  return { status: 200, body: { subscriptions: page.map((one) => view(store, one)), links } };
}

/** `POST /v2/queues/{name}/subscriptions`: the same subscriber once more gives the same subscription until it is confirmed. */
export function createSubscription(store: Store, call: Call): Answer {
  const queue = store.madeQueue(call);
  const body = objectOf(call);
  if (body['subscriber'] === undefined) throw invalid('Missing parameter subscriber in body.');
  const { subscriber = '', ttl = DEFAULT_TTL, options = {} } = read(body);
  const known = store.subscriptionsOf(queue.id).find((one) => one.subscriber === subscriber);
  if (known?.confirmed === true) {
    throw conflict('Such subscription already exists.Subscriptions are unique by project + queue + subscriber URI.');
  }
  const made = known ?? {
    id: store.kernel.random.uuid(),
    queueId: queue.id,
    source: queue.name,
    subscriber,
    ttl,
    options,
    // Those who are reached by a trust need not say that they want it.
    confirmed: subscriber.startsWith('trust+'),
    renewedAt: store.now(),
  };
  store.subscriptions.put(made);
  return { status: 201, headers: { location: call.path }, body: { subscription_id: made.id } };
}

/** `GET /v2/queues/{name}/subscriptions/{id}` */
export function showSubscription(store: Store, call: Call): Answer {
  return { status: 200, body: view(store, find(store, call)) };
}

/** `PATCH /v2/queues/{name}/subscriptions/{id}` */
export function changeSubscription(store: Store, call: Call): Answer {
  const body = objectOf(call);
  if (Object.keys(body).length === 0) throw invalid('No subscription to create.');
  const change = read(body);
  const found = find(store, call);
  const { queueId, id } = found;
  if (store.subscriptionsOf(queueId).some((one) => one.id !== id && one.subscriber === change.subscriber)) {
    throw conflict('Such subscription already exists. Subscriptions are unique by project + queue + subscriber URI.');
  }
  store.subscriptions.put({ ...found, ...change, renewedAt: store.now() });
  return { status: 204, headers: { location: call.path } };
}

/** `DELETE /v2/queues/{name}/subscriptions/{id}` */
export function deleteSubscription(store: Store, call: Call): Answer {
  const found = store.subscriptions.get(call.param('id'));
  if (found?.queueId === store.queueId(call)) store.subscriptions.delete(found.id);
  return { status: 204 };
}

function find(store: Store, call: Call): Subscription {
  const found = store.subscriptionsOf(store.queueId(call)).find(({ id }) => id === call.param('id'));
  if (found === undefined) throw notFound(`Subscription ${call.param('id')} does not exist`);
  return found;
}

function read(body: ValueMap): { subscriber?: string; ttl?: number; options?: ValueMap } {
  const { subscriber, ttl, options } = body;
  if (subscriber !== undefined && !SCHEMES.includes(String(subscriber).split(':')[0]!)) {
    const listed = SCHEMES.map((scheme) => `'${scheme}'`).join(', ');
    throw invalid(`The subscriber type of subscription must be supported in the list [${listed}].`);
  }
  if (options !== undefined && !isMap(options)) throw invalid('Options must be a dict.');
  if (ttl !== undefined && !Number.isInteger(ttl)) throw invalid('TTL must be an integer.');
  if (typeof ttl === 'number' && ttl < 60) {
    throw invalid('The TTL for a subscription must be at least 60 seconds long.');
  }
  return {
    ...(subscriber !== undefined && { subscriber: String(subscriber) }),
    ...(typeof ttl === 'number' && { ttl }),
    ...(options !== undefined && { options }),
  };
}

function view(store: Store, { id, source, subscriber, ttl, options, confirmed, renewedAt }: Subscription): ValueMap {
  return { id, source, subscriber, ttl, age: store.age(renewedAt), options, confirmed };
}
