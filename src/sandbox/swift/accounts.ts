import type { Answer } from '../kernel/http.ts';
import { listingAnswer, listingHead } from './listing-answer.ts';
import { mergedMetadata, metadataHeaders } from './metadata.ts';
import { stampIso, stampText, type Account, type Container, type Headers } from './records.ts';
import type { ObjectStore } from './store.ts';
import type { Visit } from './visit.ts';

/** The containers of an account. */
export function listContainers({ call, store, ...visit }: Visit): Answer {
  const account = accountOf({ call, store, ...visit });
  return listingAnswer(call, store.containersOf(account.id), headersOf(store, account), (container) => ({
    name: container.name,
    ...usageOf(store, container),
    last_modified: stampIso(container.changed),
  }));
}

export function showAccount(visit: Visit): Answer {
  return listingHead(visit.call, headersOf(visit.store, accountOf(visit)));
}

export function changeAccount(visit: Visit): Answer {
  const account = accountOf(visit);
  const metadata = mergedMetadata(account.metadata, visit.call.headers, 'account');
  visit.store.accounts.put({ ...account, metadata });
  return { status: 204, body: '' };
}

/** The account that a request is for, made up where nobody has written to it yet. */
export function accountOf({ call, place, store }: Visit): Account {
  return store.account(place.account, call.knownCaller?.projectDomainId ?? 'default');
}

/** How much a container holds. */
export function usageOf(store: ObjectStore, { id }: Container): { count: number; bytes: number } {
  const objects = store.objectsOf(id);
  return { count: objects.length, bytes: objects.reduce((sum, { size }) => sum + size, 0) };
}

function headersOf(store: ObjectStore, account: Account): Headers {
  const usages = store.containersOf(account.id).map((container) => usageOf(store, container));
  const sums = {
    'container-count': usages.length,
    'object-count': usages.reduce((sum, { count }) => sum + count, 0),
    'bytes-used': usages.reduce((sum, { bytes }) => sum + bytes, 0),
  };
  const counts = Object.entries(sums).flatMap(([name, value]) => [
    [`x-account-${name}`, String(value)],
    [`x-account-storage-policy-policy-0-${name}`, String(value)],
  ]);
  return {
    ...Object.fromEntries(counts),
    'x-timestamp': stampText(account.made),
    'x-account-project-domain-id': account.domain,
    'accept-ranges': 'bytes',
    ...metadataHeaders(account.metadata, 'account'),
  };
}
