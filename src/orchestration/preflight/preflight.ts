import type { Connection } from '../../clouds/types.ts';
import { problem, type Problem } from '../../template/index.ts';
import type { StackModel } from '../model/stack-model.ts';
import { quotaNeeds } from './quota-needs.ts';
import { readQuotas } from './quotas.ts';

/** Roles that let their bearer look, and nothing else, by the defaults of OpenStack's services. */
const LOOKING: ReadonlySet<string> = new Set(['reader', 'observer', 'audit', 'auditor', 'viewer']);

/** The stacks of a tree that are to be on a cloud. */
export interface Wanted {
  readonly models: readonly StackModel[];
  /** Those that are there already, and take their share of the room. */
  readonly before: () => readonly StackModel[];
}

/**
 * What a cloud lacks for the stacks of a tree whatever runs them there: rights and room. `path` is where the template names the
 * cloud.
 */
export async function missingRoom(
  connection: Connection,
  { models, before }: Wanted,
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
  const left = (what: string): number => {
    const quota = quotas.get(what);
    return quota === undefined ? Infinity : Math.max(0, quota.limit - quota.used);
  };
  const short = [...needs].filter(([what, amount]) => amount > left(what));
  const taken = short.length === 0 ? new Map<string, number>() : await quotaNeeds(connection, before());
  for (const [what, amount] of short) {
    const more = amount - (taken.get(what) ?? 0);
    if (more <= left(what)) continue;
    const number = more === amount ? String(amount) : `${more} more`;
    const quota = quotas.get(what);
    const message = `The template needs ${number} ${what}, and cloud ${cloud} has ${left(what)} left (${quota!.used} of ${quota!.limit} are used).`;
    problems.push(problem('StackValidationFailed', message, path));
  }
  return problems;
}
