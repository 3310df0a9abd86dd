import type { ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { projectOf } from '../kernel/caller.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import { badBody, document, flag, invalid, limitOf, notFound, objectOf } from './input.ts';
import { patched } from './patch.ts';
import type { Message, Queue } from './records.ts';
import { DEFAULT_TTL, MOST_BYTES, MOST_TTL } from './settings.ts';
import type { Store } from './store.ts';

const PATCH_TYPE = 'application/openstack-messaging-v2.0-json-patch';
/** What every queue has, set or not (zaqar/transport/wsgi/v2_0/queues.py, _get_reserved_metadata). */
const RESERVED: ValueMap = {
  _max_messages_post_size: MOST_BYTES,
  _default_message_ttl: DEFAULT_TTL,
  _default_message_delay: 0,
  _dead_letter_queue: null,
  _dead_letter_queue_messages_ttl: null,
  _max_claim_count: null,
  _enable_encrypt_messages: false,
};

/** `GET /v2/queues` */
export function listQueues(store: Store, call: Call): Answer {
  const limit = limitOf(call, 'no');
  const projectId = projectOf(call.caller);
  const all = store.queues.filter((queue) => queue.projectId === projectId).sort((a, b) => (a.name < b.name ? -1 : 1));
  const [marker, name] = [call.query.get('marker') ?? '', call.query.get('name') ?? ''];
  const page = all.filter((queue) => queue.name > marker && queue.name.includes(name)).slice(0, limit);
  const detailed = flag(call, 'detailed');
  const queues = page.map((queue) => ({
    name: queue.name,
    ...(detailed && { metadata: shown(queue.metadata) }),
    href: `/v2/queues/${queue.name}`,
  }));
  const next = new URLSearchParams(call.query);
  next.set('marker', page.at(-1)?.name ?? marker);
  const links = page.length === 0 ? [] : [{ rel: 'next', href: `/v2/queues?${next.toString()}` }];
  return { status: 200, body: { queues, links, ...(flag(call, 'with_count') && { count: all.length }) } };
}

/** `GET /v2/queues/{name}`: a queue that is not there counts as one that nothing was set for. */
export function showQueue(store: Store, call: Call): Answer {
  return { status: 200, body: shown(store.queue(call)?.metadata ?? {}) };
}

/** `PUT /v2/queues/{name}`: one that is there stays as it is. */
export function putQueue(store: Store, call: Call): Answer {
  const metadata = objectOf(call);
  checkMetadata(metadata);
  const isNew = store.queue(call) === undefined;
  store.madeQueue(call, metadata);
  return { status: isNew ? 201 : 204, headers: { location: call.path } };
}

/** `PATCH /v2/queues/{name}` */
export function patchQueue(store: Store, call: Call): Answer {
  if (call.headers['content-type'] !== PATCH_TYPE) {
    throw new Fault(415, '', { type: `Accepted media type for PATCH: {'Accept-Patch': '${PATCH_TYPE}'}.` });
  }
  const changes = document(call);
  if (changes === undefined) throw badBody('PATCH body could not be empty for update.');
  const queue = store.queue(call);
  const metadata = patched(queue?.metadata ?? {}, RESERVED, changes);
  if (queue === undefined) {
    throw notFound(`Queue ${call.param('queue')} does not exist for project ${projectOf(call.caller)}`);
  }
  checkMetadata(metadata);
  store.queues.put({ ...queue, metadata });
  return { status: 200, body: shown(metadata) };
}

/** `DELETE /v2/queues/{name}`: with all that is in it. */
export function deleteQueue(store: Store, call: Call): Answer {
  const id = store.queueId(call);
  store.queues.delete(id);
  for (const message of store.messagesOf(id)) store.messages.delete(message.id);
  for (const one of store.subscriptionsOf(id)) store.subscriptions.delete(one.id);
  return { status: 204 };
}

/** `POST /v2/queues/{name}/purge` */
export function purgeQueue(store: Store, call: Call): Answer {
  const types = objectOf(call)['resource_types'] ?? (call.bytes.length === 0 ? ['messages', 'subscriptions'] : null);
  if (!Array.isArray(types)) throw invalid('Post body must contain key "resource_types".');
  if (types.some((type) => type !== 'messages' && type !== 'subscriptions')) {
    throw invalid("Resource types must be a sub set of {'subscriptions', 'messages'}.");
  }
  const id = store.queueId(call);
  if (types.includes('messages')) for (const message of store.messagesOf(id)) store.messages.delete(message.id);
  if (types.includes('subscriptions')) for (const one of store.subscriptionsOf(id)) store.subscriptions.delete(one.id);
  return { status: 204 };
}

/** `GET /v2/queues/{name}/stats` */
export function queueStats(store: Store, call: Call): Answer {
  const messages = store.messagesOf(store.queueId(call));
  const claimed = messages.filter((message) => store.isClaimed(message)).length;
  const ends = (message: Message): Record<string, unknown> => ({
    age: store.age(message.createdAt),
    ttl: message.ttl,
    body: message.body,
    claim_id: message.claimId,
    claim_count: 0,
    created: `${new Date(message.createdAt).toISOString().slice(0, 19)}Z`,
    href: `/v2/queues/${call.param('queue')}/messages/${message.id}`,
  });
  const extremes = messages.length > 0 && { newest: ends(messages.at(-1)!), oldest: ends(messages[0]!) };
  const counts = { claimed, free: messages.length - claimed, total: messages.length };
  return { status: 200, body: { messages: { ...counts, ...extremes } } };
}

/** The seconds that messages of a queue are kept where they do not say. */
export function defaultTtl(queue: Queue): number {
  const set = queue.metadata['_default_message_ttl'];
  return typeof set === 'number' ? set : DEFAULT_TTL;
}

/** The bytes that may be posted to a queue at a time. */
export function mostBytes(queue: Queue): number {
  const set = queue.metadata['_max_messages_post_size'];
  return typeof set === 'number' ? set : MOST_BYTES;
}

function shown(metadata: ValueMap): ValueMap {
  return { ...RESERVED, ...metadata };
}

function checkMetadata(metadata: ValueMap): void {
  const ttl = integerOf(metadata, '_default_message_ttl');
  if (ttl !== undefined && (ttl < 60 || ttl > MOST_TTL)) {
    throw invalid(`_default_message_ttl can not exceed ${MOST_TTL} seconds, and must be at least 60 seconds long.`);
  }
  const size = integerOf(metadata, '_max_messages_post_size');
  if (size !== undefined && (size < 0 || size > MOST_BYTES)) {
    throw invalid(`_max_messages_post_size can not exceed ${MOST_BYTES},  and must be at least greater than 0.`);
  }
  for (const key of ['_max_claim_count', '_dead_letter_queue_messages_ttl', '_default_message_delay'])
    integerOf(metadata, key);
}

function integerOf(metadata: ValueMap, key: string): number | undefined {
  const value = metadata[key] ?? null;
  if (value === null) return undefined;
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  throw invalid(`${key} must be integer.`);
}
