import type { Call } from '../kernel/call.ts';
import type { Access } from './access.ts';
import type { Place } from './place.ts';
import type { ObjectStore } from './store.ts';

/** One request to the object store, as its handlers see it: let in already. */
export interface Visit {
  readonly call: Call;
  readonly place: Place;
  /** The caller owns the account. */
  readonly isOwner: boolean;
  readonly store: ObjectStore;
  readonly access: Access;
}
