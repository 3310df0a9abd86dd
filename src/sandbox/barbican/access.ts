import type { Call } from '../kernel/call.ts';
import { projectOf } from '../kernel/caller.ts';
import { Fault } from '../kernel/fault.ts';
import type { Acl, Owned } from './records.ts';

const READERS = ['admin', 'observer', 'creator'];
const WRITERS = ['admin', 'creator'];

/** Barbican's policy (barbican/common/policies): roles in the project, and an ACL on each secret or container. */
export function mayCreate(call: Call, what: string): void {
  projectOf(call.caller);
  if (!hasOne(call, WRITERS)) throw refused(`${what} creation`);
}

/** Lists are for those who may read in the project. */
export function mayList(call: Call, what: string): void {
  projectOf(call.caller);
  if (!hasOne(call, [...READERS, 'audit'])) throw refused(`${what}(s) retrieval`);
}

/** Reading needs a role in the owning project, or to be named by the ACL, or to be who made it. */
export function mayRead(call: Call, item: Owned & { readonly acl?: Acl }, what: string): void {
  const { userId, projectId } = call.caller;
  const isOpen = item.acl?.projectAccess !== false;
  const inProject = projectId === item.projectId && hasOne(call, READERS);
  const named = item.acl?.users.includes(userId) === true;
  if (!named && !(inProject && (isOpen || isCreator(call, item) || hasOne(call, ['admin']))))
    throw refused(`${what} retrieval`);
}

/** Changing and deleting is for admins of the project and for who made it. */
export function mayChange(call: Call, item: Owned, what: string, verb: 'deletion' | 'update' | 'Update'): void {
  const inProject = call.caller.projectId === item.projectId;
  const allowed = hasOne(call, ['admin']) || (isCreator(call, item) && hasOne(call, WRITERS));
  if (!inProject || !allowed) throw refused(`${what} ${verb}`);
}

/** Orders are deleted by admins only. */
export function mayDeleteOrder(call: Call, item: Owned): void {
  if (call.caller.projectId !== item.projectId || !hasOne(call, ['admin'])) throw refused('Order deletion');
}

function isCreator(call: Call, item: Owned): boolean {
  return call.caller.userId === item.creatorId;
}

function hasOne(call: Call, roles: readonly string[]): boolean {
  return call.caller.roles.some((role) => roles.includes(role));
}

function refused(what: string): Fault {
  return new Fault(403, `${what} attempt not allowed - please review your user/project privileges`);
}
