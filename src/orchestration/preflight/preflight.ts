import type { Connection } from '../../clouds/types.ts';
import { problem, type Problem } from '../../template/index.ts';
import type { StackModel } from '../model/stack-model.ts';
import { quotaNeeds } from './quota-needs.ts';
import { readQuotas } from './quotas.ts';

/** Roles that let their bearer look, and nothing else, by the defaults of OpenStack's services. */
const LOOKING: ReadonlySet<string> = new Set(['reader', 'observer', 'audit', 'auditor', 'viewer']);

/**
 * What a cloud lacks for the stacks of a tree whatever runs them there: rights and room. `path` is where the template names the
 * cloud.
 */
export async function missingRoom(
  connection: Connection,
  models: readonly StackModel[],
  path: readonly (string | number)[],
): Promise<Problem[]> {
  const [roles, needs] = await Promise.all([connection.roles(), quotaNeeds(connection, models)]);
  const quotas = await readQuotas(connection, new Set(needs.keys()));
  const cloud = connection.cloud.name;
  const problems: Problem[] = [];
  if (roles.length > 0 && roles.every((role) => LOOKING.has(role))) {
    const message = `The credential may only look at cloud ${cloud}: its roles are ${roles.join(', ')}.`;
    problems.push(problem('StackValidationFailed', message, path));
  }
  for (const [what, amount] of needs) {
    const quota = quotas.get(what);
    const left = quota === undefined ? Infinity : Math.max(0, quota.limit - quota.used);
    if (amount <= left) continue;
    const message = `The template needs ${amount} ${what}, and cloud ${cloud} has ${left} left (${quota!.used} of ${quota!.limit} are used).`;
    problems.push(problem('StackValidationFailed', message, path));
  }
  return problems;
}
