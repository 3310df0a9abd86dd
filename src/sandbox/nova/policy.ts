import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';

/** Refuses a caller without the role admin, naming the policy rule. Throws a 403 {@link Fault}. */
export function requireAdmin(call: Call, rule: string): void {
  if (!call.caller.isAdmin) throw forbidden(rule);
}

export function forbidden(rule: string): Fault {
  return new Fault(403, `Policy doesn't allow os_compute_api:${rule} to be performed.`);
}
