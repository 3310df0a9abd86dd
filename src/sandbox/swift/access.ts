import type { Call } from '../kernel/call.ts';
import type { Caller } from '../kernel/caller.ts';
import type { Fault } from '../kernel/fault.ts';
import { letsInFrom, parseAccessList } from './acl.ts';
import { containerId, type Place } from './place.ts';
import { challenge, refuse } from './refusal.ts';
import type { ObjectStore } from './store.ts';

/** Roles whose bearers own the account of their project (Swift: `operator_roles`). */
const OWNERS = ['admin', 'member'];
/** The role whose bearers own every account. */
const RESELLER = 'reselleradmin';

/** What a request is about to do. Whoever may read or write a container's objects need not be its owner. */
export type Deed = 'own' | 'read' | 'write';

/** Checks who may do what. */
export class Access {
  readonly #store: ObjectStore;

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  /**
   * True where the caller owns the account, false where an access list lets them in. Throws a 403, and a 401 where there is no token
   * (swift/common/middleware/keystoneauth.py: authorize).
   */
  check(call: Call, place: Place, deed: Deed): boolean {
    const caller = call.knownCaller;
    if (caller !== undefined && owns(caller, place)) return true;
    if (deed !== 'own' && this.#isLetIn(call, caller, place, deed)) return false;
    throw this.#refusal(call, place);
  }

  #isLetIn(call: Call, caller: Caller | undefined, place: Place, deed: 'read' | 'write'): boolean {
    const container = this.#store.containers.get(containerId(place));
    if (container === undefined) return false;
    const list = parseAccessList(container[deed]);
    if (caller !== undefined && isNamed(caller, list.others)) return true;
    if (letsInFrom(list, call.headers['referer'])) {
      return place.object !== undefined || list.others.includes('.rlistings');
    }
    const isHome = caller !== undefined && place.account === `AUTH_${caller.projectId ?? ''}`;
    return isHome && caller.roles.some((role) => list.others.includes(role));
  }

  #refusal(call: Call, { account }: Place): Fault {
    if (call.knownCaller !== undefined) return refuse(403);
    return refuse(401, challenge(account, this.#store.kernel.baseUrl));
  }
}

function owns({ roles, projectId }: Caller, { account }: Place): boolean {
  if (roles.some((role) => role.toLowerCase() === RESELLER)) return true;
  return account === `AUTH_${projectId ?? ''}` && roles.some((role) => OWNERS.includes(role));
}

// Names count beside ids, as everybody here is of one domain unless somebody makes another.
function isNamed(caller: Caller, list: readonly string[]): boolean {
  const inDefault = caller.userDomainId === 'default' && caller.projectDomainId === 'default';
  const { projectId = '*', projectName = '*', userId, userName } = caller;
  const projects = ['*', projectId, ...(inDefault ? [projectName] : [])];
  const users = ['*', userId, ...(inDefault ? [userName] : [])];
  return projects.some((project) => users.some((user) => list.includes(`${project}:${user}`)));
}
