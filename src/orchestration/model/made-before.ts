import { ResolveError } from '../../template/index.ts';
import type { StackModel } from './stack-model.ts';

/** Catalog types of services of which something is made before a stack's or a resource's turn comes. */
export type MadeBefore = ReadonlySet<string>;

/** Something of any service may be made before. */
export const ANYTHING: MadeBefore = new Set(['*']);

/** Services by the first part of the names of their custom constraints. */
const SERVICES: Readonly<Record<string, string>> = {
  barbican: 'key-manager',
  cinder: 'volumev3',
  glance: 'image',
  keystone: 'identity',
  neutron: 'network',
  nova: 'compute',
};

/**
 * What is made before a resource's turn comes, `around` being what is made before its stack's. Anything may be where a condition
 * hangs on a parameter that has no value yet.
 */
export function madeBefore(model: StackModel, name: string, around: MadeBefore): MadeBefore {
  const dependencies = dependenciesIn(model);
  if (dependencies === undefined) return ANYTHING;
  const before = new Set([name]);
  for (const one of before) for (const needed of dependencies.get(one) ?? []) before.add(needed);
  before.delete(name);
  const services = [...before].flatMap((one) => {
    const { type } = model.resources.get(one)!;
    return type.nested !== undefined ? ['*'] : type.service === undefined ? [] : [type.service];
  });
  return new Set([...around, ...services]);
}

function dependenciesIn(model: StackModel): StackModel['dependencies'] | undefined {
  try {
    return model.dependencies;
  } catch (error) {
    if (error instanceof ResolveError) return undefined;
    throw error;
  }
}

/** True where an object that a custom constraint looks for may be made by then. */
export function mayBeMade(constraint: string, before: MadeBefore): boolean {
  const service = SERVICES[constraint.slice(0, constraint.indexOf('.'))];
  return before.has('*') || (service === undefined ? before.size > 0 : before.has(service));
}
