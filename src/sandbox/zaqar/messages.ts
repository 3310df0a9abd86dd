import { isMap, type Value } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { projectOf } from '../kernel/caller.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import {
  badBody,
  flag,
  idsOf,
  integerField,
  invalid,
  limitOf,
  notFound,
  objectOf,
  popOf,
  requireLifetime,
} from './input.ts';
import { defaultTtl, mostBytes } from './queues.ts';
import type { Message, Queue } from './records.ts';
import { MOST_TTL } from './settings.ts';
import type { Store } from './store.ts';

/** `POST /v2/queues/{name}/messages`; the queue is made where there is none. */
export function postMessages(store: Store, call: Call): Answer {
  const queue = store.madeQueue(call);
  const most = mostBytes(queue);
  if (call.bytes.length > most) throw invalid(`Message collection size is too large. Max size ${most}`);
  const given = objectOf(call)['messages'];
  if (given === undefined) throw invalid('No messages were found in the request body.');
  if (!Array.isArray(given)) throw badBody('Document type not supported.');
  if (given.length === 0) throw invalid('No messages to enqueu.');
  const read = given.map((message) => readMessage(message, queue));
  for (const { ttl } of read) requireLifetime('The TTL for a message', ttl, MOST_TTL);
  const now = store.now();
  const ids = read.map(({ body, ttl }) => {
    const id = store.kernel.random.uuid();
    const times = { createdAt: now, expiresAt: now + ttl * 1000 };
    const clientId = clientOf(call);
    store.messages.put({ id, queueId: queue.id, clientId, body, ttl, ...times, claimId: null, claimedUntil: 0 });
    return id;
  });
  const resources = ids.map((id) => `${call.path}/${id}`);
  return { status: 201, headers: { location: `${call.path}?ids=${ids.join(',')}` }, body: { resources } };
}

function readMessage(message: Value, queue: Queue): { body: Value; ttl: number } {
  if (!isMap(message)) throw badBody('Document type not supported.');
  const ttl = integerField(message, 'ttl', defaultTtl(queue));
  const { body } = message;
  if (body === undefined) throw badBody('Missing "body" field.');
  return { body, ttl };
}

/** `GET /v2/queues/{name}/messages`, by page or by ids. */
export function listMessages(store: Store, call: Call): Answer {
  const ids = idsOf(call);
  if (ids !== undefined) return byIds(store, call, ids);
  const limit = limitOf(call, 'may not be');
  const all = store.messagesOf(store.queueId(call));
  const from = all.findIndex(({ id }) => id === call.query.get('marker')) + 1;
  const [echo, claimed] = [flag(call, 'echo'), flag(call, 'include_claimed')];
  const wanted = all.slice(from).filter((message) => {
    return (echo || message.clientId !== clientOf(call)) && (claimed || !store.isClaimed(message));
  });
  const page = wanted.slice(0, limit);
  const next = new URLSearchParams(call.query);
  next.set('include_delayed', 'true');
  next.set('marker', page.at(-1)?.id ?? '');
  const links = page.length === 0 ? [] : [{ rel: 'next', href: `${call.path}?${next.toString()}` }];
  return { status: 200, body: { messages: page.map((message) => viewMessage(store, call, message)), links } };
}

function byIds(store: Store, call: Call, ids: readonly string[]): Answer {
  const found = ids.flatMap((id) => store.messageOf(call, id) ?? []);
  if (found.length > 0)
    return { status: 200, body: { messages: found.map((message) => viewMessage(store, call, message)) } };
  const listed = ids.map((id) => `'${id}'`).join(', ');
  const where = `found in the queue ${call.param('queue')} for project ${projectOf(call.caller)}.`;
  throw notFound(`No messages with IDs: [${listed}] ${where}`);
}

/** `GET /v2/queues/{name}/messages/{id}` */
export function showMessage(store: Store, call: Call): Answer {
  const [id, queue] = [call.param('id'), call.param('queue')];
  const message = store.messageOf(call, id);
  if (message !== undefined) return { status: 200, body: viewMessage(store, call, message) };
  throw notFound(`Message ${id} does not exist in queue ${queue} for project ${projectOf(call.caller)}`);
}

/** `DELETE /v2/queues/{name}/messages`: those with the given ids, or the oldest ones, which are given away. */
export function deleteMessages(store: Store, call: Call): Answer {
  const [ids, pop] = [idsOf(call), popOf(call)];
  if (ids !== undefined && pop !== undefined) {
    throw invalid('pop and id params cannot be present together in the delete request.');
  }
  if (pop !== undefined) return popMessages(store, call, pop);
  if (ids === undefined) {
    throw invalid('The request should have either "ids" or "pop" parameter in the request, to be able to delete.');
  }
  for (const id of ids) if (store.messageOf(call, id) !== undefined) store.messages.delete(id);
  return { status: 204 };
}

function popMessages(store: Store, call: Call, count: number): Answer {
  const free = store.messagesOf(store.queueId(call)).filter((message) => !store.isClaimed(message));
  const messages = free.slice(0, count).map((message) => {
    store.messages.delete(message.id);
    const { id, ttl, body } = message;
    return { id, age: store.age(message.createdAt), ttl, body, claim_id: store.kernel.random.uuid(), claim_count: 0 };
  });
  return { status: 200, body: { messages } };
}

/** `DELETE /v2/queues/{name}/messages/{id}`: a claimed one goes only by its claim. */
export function deleteMessage(store: Store, call: Call): Answer {
  const message = store.messageOf(call, call.param('id'));
  if (message === undefined) return { status: 204 };
  const refuse = (status: number, text: string): Fault => new Fault(status, text, { type: 'Unable to delete' });
  const claimId = call.query.get('claim_id');
  const isClaimed = store.isClaimed(message);
  if (claimId === null && isClaimed) {
    throw refuse(403, 'This message is claimed; it cannot be deleted without a valid claim ID.');
  }
  if (claimId !== null && !store.claims.has(claimId)) {
    throw refuse(400, 'The specified claim does not exist or has expired.');
  }
  if (claimId !== null && !isClaimed) {
    throw refuse(400, 'A claim was specified, but the message is not currently claimed.');
  }
  if (claimId !== null && claimId !== message.claimId) {
    throw refuse(403, 'This message is claimed; it cannot be deleted without a valid claim ID.');
  }
  store.messages.delete(message.id);
  return { status: 204 };
}

/** A message as lists and claims show it. */
export function viewMessage(store: Store, call: Call, message: Message): Record<string, unknown> {
  const { id, ttl, body, claimId } = message;
  const claim = store.isClaimed(message) ? `?claim_id=${claimId}` : '';
  const href = `/v2/queues/${call.param('queue')}/messages/${id}${claim}`;
  return { id, href, ttl, age: store.age(message.createdAt), body };
}

function clientOf(call: Call): string {
  return call.headers['client-id']!.replaceAll('-', '').toLowerCase();
}
