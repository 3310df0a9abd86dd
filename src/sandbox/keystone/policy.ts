import type { Call } from '../kernel/call.ts';
import type { Caller } from '../kernel/caller.ts';
import { forbidden } from './faults.ts';

/**
 * Refuses unless one of the permissions holds. As in Keystone's defaults (keystone/common/policies) an admin may do
 * everything but what is bound to being oneself.
 */
export function enforce(call: Call, action: string, ...permissions: readonly boolean[]): void {
  if (!permissions.some(Boolean)) throw forbidden(`identity:${action}`);
}

/** Has the role admin, wherever the token is scoped to. */
export function isAdmin(call: Call): boolean {
  return call.caller.isAdmin;
}

/** Has the role reader on the whole system. */
export function isSystemReader(call: Call): boolean {
  return call.caller.system && call.caller.roles.includes('reader');
}

/** Has the role reader on the domain, with a token that is scoped to it. */
export function isDomainReader(call: Call, domainId: string | undefined): boolean {
  return domainId !== undefined && call.caller.domainId === domainId && call.caller.roles.includes('reader');
}

/** Is this user. */
export function isSelf(call: Call, userId: string | undefined): boolean {
  return userId !== undefined && call.caller.userId === userId;
}

/** Only the records of the caller's domain, where the token is scoped to one. */
export function inCallersDomain<T extends { readonly domain_id: string }>(caller: Caller, records: readonly T[]): T[] {
  return records.filter(({ domain_id }) => caller.domainId === undefined || domain_id === caller.domainId);
}
