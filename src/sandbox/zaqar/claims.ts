import type { Call } from '../kernel/call.ts';
import { projectOf } from '../kernel/caller.ts';
import type { Answer } from '../kernel/http.ts';
import { integerField, limitOf, notFound, objectOf, requireLifetime } from './input.ts';
import { viewMessage } from './messages.ts';
import type { Claim, Message } from './records.ts';
import { DEFAULT_CLAIM_TTL, DEFAULT_GRACE, MOST_CLAIM_TTL } from './settings.ts';
import type { Store } from './store.ts';

/** `POST /v2/queues/{name}/claims`: the oldest free messages, for whoever asks and nobody else until the claim ends. */
export function createClaim(store: Store, call: Call): Answer {
  const { ttl, grace } = readTerms(call);
  const limit = limitOf(call, 'may not be');
  const now = store.now();
  const queueId = store.queueId(call);
  const free = store.messagesOf(queueId).filter((message) => !store.isClaimed(message));
  if (free.length === 0) return { status: 204 };
  const claim = store.claims.put({ id: store.kernel.random.uuid(), queueId, ttl, renewedAt: now });
  const messages = free.slice(0, limit).map((message) => store.messages.put(held(message, claim, grace, now)));
  return {
    status: 201,
    headers: { location: `${call.path}/${claim.id}` },
    body: { messages: messages.map((message) => viewMessage(store, call, message)) },
  };
}

/** A claimed message lives at least as long as the claim and its grace. */
function held(message: Message, claim: Claim, grace: number, now: number): Message {
  const [claimedUntil, least] = [now + claim.ttl * 1000, now + (claim.ttl + grace) * 1000];
  const longer = message.expiresAt < least ? { ttl: claim.ttl + grace, expiresAt: least } : {};
  return { ...message, ...longer, claimId: claim.id, claimedUntil };
}

/** `GET /v2/queues/{name}/claims/{id}` */
export function showClaim(store: Store, call: Call): Answer {
  const claim = findClaim(store, call);
  const messages = messagesOf(store, claim).map((message) => viewMessage(store, call, message));
  return { status: 200, body: { age: store.age(claim.renewedAt), ttl: claim.ttl, messages, href: call.path } };
}

/** `PATCH /v2/queues/{name}/claims/{id}`: begins its time anew. */
export function renewClaim(store: Store, call: Call): Answer {
  const { ttl, grace } = readTerms(call);
  const now = store.now();
  const claim = store.claims.put({ ...findClaim(store, call), ttl, renewedAt: now });
  for (const message of messagesOf(store, claim)) store.messages.put(held(message, claim, grace, now));
  return { status: 204 };
}

/** `DELETE /v2/queues/{name}/claims/{id}`: sets its messages free. */
export function releaseClaim(store: Store, call: Call): Answer {
  const claim = store.claims.get(call.param('id'));
  if (claim?.queueId !== store.queueId(call)) return { status: 204 };
  for (const message of messagesOf(store, claim)) store.messages.put({ ...message, claimId: null, claimedUntil: 0 });
  store.claims.delete(claim.id);
  return { status: 204 };
}

function readTerms(call: Call): { ttl: number; grace: number } {
  const body = objectOf(call);
  const [ttl, grace] = [integerField(body, 'ttl', DEFAULT_CLAIM_TTL), integerField(body, 'grace', DEFAULT_GRACE)];
  requireLifetime('The TTL for a claim', ttl, MOST_CLAIM_TTL);
  requireLifetime('The grace for a claim', grace, MOST_CLAIM_TTL);
  return { ttl, grace };
}

function findClaim(store: Store, call: Call): Claim {
  const claim = store.claims.get(call.param('id'));
  const isThere = claim?.queueId === store.queueId(call) && claim.renewedAt + claim.ttl * 1000 > store.now();
  if (isThere) return claim;
  const where = `in queue ${call.param('queue')} for project ${projectOf(call.caller)}`;
  throw notFound(`Claim ${call.param('id')} does not exist ${where}`);
}

function messagesOf(store: Store, { id, queueId }: Claim): Message[] {
  return store.messagesOf(queueId).filter((message) => message.claimId === id);
}
