import type { Auth } from '../auth/token-auth.ts';
import { ApiFault } from '../faults/fault.ts';
import type { Policy } from '../policy/policy.ts';
import type { Call } from './call.ts';
import type { Route } from './route.ts';

/**
 * The one place where it is decided whether a call is allowed, whatever the API: the token must be for the project in the URL,
 * and its bearer must pass the route's rule. An admin may use the URL of any project, and acts in its own.
 * Throws HTTPForbidden or Forbidden.
 */
export function enforce(route: Route, call: Call, project: string, auth: Auth, policy: Policy): void {
  const { who } = call;
  if (who.projectId !== project && !who.isAdmin) throw new ApiFault('HTTPForbidden');
  const rule = typeof route.rule === 'string' ? route.rule : route.rule(call);
  if (!policy.allows(rule, { project_id: who.projectId }, auth.credentials(who))) {
    throw new ApiFault('Forbidden', `You are not authorized to use ${rule}.`);
  }
}
