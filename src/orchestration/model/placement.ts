import { isMap, own, type Value } from '../../expressions/values.ts';
import type { RemoteContext } from '../../resources/contract.ts';
import type { StackRecord } from '../../storage/types.ts';
import { resolve, type Environment } from '../../template/index.ts';
import type { StackModel } from './stack-model.ts';

/** Key in `parameter_defaults` of an environment, which Heat ignores: the registered cloud that the whole stack lives on. */
export const STACK_CLOUD = 'isotherm::cloud';
/** Key in the metadata of a resource, where Heat lets anything stand: the registered cloud that it lives on. */
export const RESOURCE_CLOUD = 'isotherm:cloud';

/** The cloud that an environment wants the stack on; undefined: the home cloud. */
export function stackCloud(environment: Pick<Environment, 'parameterDefaults'>): RemoteContext | undefined {
  const name = own(environment.parameterDefaults, STACK_CLOUD);
  return typeof name === 'string' && name !== '' ? { cloud: name } : undefined;
}

/** Name of the registered cloud that a stored stack was put on; undefined where it was on none. */
export function stackCloudOf({ placement }: Pick<StackRecord, 'placement'>): string | undefined {
  const name = isMap(placement) ? own(placement, 'cloud') : undefined;
  return typeof name === 'string' ? name : undefined;
}

/** The cloud that the metadata of a resource wants it on; undefined: the stack's own. */
export function resourceCloud(metadata: Value): RemoteContext | undefined {
  const name = isMap(metadata) ? own(metadata, RESOURCE_CLOUD) : undefined;
  return typeof name === 'string' && name !== '' ? { cloud: name } : undefined;
}

/** The metadata of a resource before anything is made; null where it cannot be known by then. */
export function plannedMetadata(model: StackModel, name: string): Value {
  try {
    return resolve(model.resources.get(name)?.definition.metadata ?? null, model.staticScope) ?? null;
  } catch {
    // It comes from another resource, or cannot be resolved, which is said elsewhere.
    return null;
  }
}

/** The cloud that a resource is to live on, as far as it is known before anything is made. */
export const plannedCloud = (model: StackModel, name: string): RemoteContext | undefined =>
  resourceCloud(plannedMetadata(model, name));
