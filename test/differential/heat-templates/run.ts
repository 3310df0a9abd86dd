/** Sends every template of a corpus to both services, and gathers how their answers compare. */
import type { ValueMap } from '../../../src/expressions/values.ts';
import { isMap, own, type Value } from '../../../src/expressions/values.ts';
import { comparePreviews, compareValidations, type Comparison } from './compare.ts';
import type { Sample } from './corpus.ts';
import { plausibleParameters, type Surroundings } from './plausible.ts';
import type { Answer, Ask } from './sides.ts';

export type Operation =
  'validate' | 'validate, nested' | 'preview' | 'preview, all given' | 'preview, as an administrator';

export interface Result extends Comparison {
  readonly sample: Sample;
  readonly operation: Operation;
}

export interface Services {
  readonly heat: Ask;
  readonly isotherm: Ask;
  readonly around: Surroundings;
  /** The same two asked by an administrator, for what others may not. */
  readonly admin?: Pick<Services, 'heat' | 'isotherm'>;
}

/** Validates a sample, and previews it: once with its own defaults, once with names that the cloud knows. */
export async function compareSample(sample: Sample, services: Services): Promise<Result[]> {
  const { template, files, environment } = sample;
  const body: ValueMap = { template, files: { ...files }, environment };
  const validated = await both(services, '/validate', body);
  const results: Result[] = [{ sample, operation: 'validate', ...compareValidations(...validated) }];
  if (validated[0].status === 200 && Object.keys(files).length > 0) {
    const nested = await both(services, '/validate?show_nested=true', body);
    results.push({ sample, operation: 'validate, nested', ...compareValidations(...nested) });
  }
  const described = validated.map((answer) => parametersOf(answer)).find((found) => found !== null) ?? declared(sample);
  const seen = new Set<string>();
  for (const [operation, all] of [
    ['preview', false],
    ['preview, all given', true],
  ] as const) {
    const parameters = plausibleParameters(described, services.around, all);
    for (const name of Object.keys(mapAt(environment, 'parameters'))) delete parameters[name];
    const key = JSON.stringify(parameters);
    if (seen.has(key)) continue;
    seen.add(key);
    const request = { ...body, stack_name: 'compared', parameters };
    const answers = await both(services, '/stacks/preview', request);
    results.push({ sample, operation, ...comparePreviews(...answers) });
    if (answers[0].status !== 403 || services.admin === undefined) continue;
    const asAdmin = await both(services.admin, '/stacks/preview', request);
    results.push({ sample, operation: 'preview, as an administrator', ...comparePreviews(...asAdmin) });
  }
  return results;
}

async function both(
  { heat, isotherm }: Pick<Services, 'heat' | 'isotherm'>,
  path: string,
  request: ValueMap,
): Promise<[Answer, Answer]> {
  return [await heat(path, request), await isotherm(path, request)];
}

function parametersOf({ status, body }: Answer): Value {
  return status === 200 && isMap(body) ? (own(body, 'Parameters') ?? null) : null;
}

/** What the template itself says of its parameters, where neither service does. */
function declared({ template }: Sample): Value {
  return isMap(template) ? (own(template, 'Parameters') ?? null) : null;
}

function mapAt(map: ValueMap, key: string): ValueMap {
  const value = own(map, key);
  return value !== undefined && isMap(value) ? value : {};
}
