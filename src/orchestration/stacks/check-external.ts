import type { Random } from '../../expressions/ports.ts';
import { isCloudError } from '../../clouds/errors.ts';
import type { Context } from '../../resources/contract.ts';
import { problem, references, resolve, type Problem } from '../../template/index.ts';
import type { ModelResource, StackModel } from '../model/stack-model.ts';
import { NoWay } from '../preflight/checked-clouds.ts';
import { OrchestrationError } from '../types.ts';
import { routeOf, type CloudCheck } from './check-on-clouds.ts';

/** Resources that are to stand for objects that exist (`external_id`), and whose objects do not. */
export async function externalProblems(check: CloudCheck, random: Random, model: StackModel): Promise<Problem[]> {
  const problems: Problem[] = [];
  const { resources, resource: words } = model.template.version.words;
  for (const [name, resource] of model.resources) {
    const { definition, type } = resource;
    if ((definition.externalId ?? null) === null || references(definition.externalId!, model.staticScope).length > 0)
      continue;
    const id = String(resolve(definition.externalId!, model.staticScope));
    if (type.read === undefined || (await exists(check, random, model, name, resource, id))) continue;
    const message = `Invalid external resource: Resource ${id} (${definition.type}) can not be found.`;
    problems.push(problem('StackValidationFailed', message, [resources, name, words.externalId ?? 'external_id']));
  }
  return problems;
}

async function exists(
  check: CloudCheck,
  random: Random,
  model: StackModel,
  name: string,
  { type }: ModelResource,
  id: string,
): Promise<boolean> {
  const cloud = await check.clouds.to(routeOf(check.route, model, name));
  // Why there is no way has been said where the types were looked at.
  if (cloud instanceof NoWay) return true;
  const refuse = (): never => {
    throw new OrchestrationError('NotSupported', 'Looking at an object changes nothing');
  };
  const context: Context = {
    cloud,
    clock: check.clock,
    random,
    signal: new AbortController().signal,
    stack: model.identity,
    name,
    physicalName: name,
    intendedAt: check.clock.now(),
    id,
    data: {},
    metadata: {},
    remote: async () => refuse(),
    secrets: { seal: refuse, unseal: refuse },
    inherited: (parameters) => ({ files: {}, environment: { parameters } }),
    save: async () => refuse(),
    claim: async () => false,
  };
  try {
    return (await type.read!(context)) !== undefined;
  } catch (error) {
    if (isCloudError(error, 'BadRequest') || isCloudError(error, 'Forbidden')) return false;
    throw error;
  }
}
