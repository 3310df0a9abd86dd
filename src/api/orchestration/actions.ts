import { badRequest } from '../faults/fault.ts';
import { ok, type Call } from '../http/call.ts';
import type { Route } from '../http/route.ts';
import { stackRef } from './identity.ts';
import type { Parts } from './parts.ts';

const ACTIONS = ['suspend', 'resume', 'check', 'cancel_update', 'cancel_without_rollback'] as const;

/** Actions on a stack; each has a policy rule of its own. */
export function actionRoutes({ orchestration }: Parts): Route[] {
  return [
    {
      method: 'POST',
      path: '/stacks/:stack_name/:stack_id/actions',
      rule: (call) => `actions:${readAction(call)}`,
      async handle(call) {
        await orchestration.act(call.who, stackRef(call), readAction(call));
        return ok(null);
      },
    },
  ];
}

function readAction({ body = {} }: Call): (typeof ACTIONS)[number] {
  const [name, ...others] = Object.keys(body);
  if (name === undefined) throw badRequest('No action specified');
  if (others.length > 0) throw badRequest('Multiple actions specified');
  const action = ACTIONS.find((known) => known === name);
  if (action === undefined) throw badRequest(`Invalid action ${name} specified`);
  return action;
}
