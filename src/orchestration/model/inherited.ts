import type { ValueMap } from '../../expressions/values.ts';
import type { Inherited } from '../../resources/contract.ts';
import type { ResourceRecord } from '../../storage/types.ts';
import { childEnvironment } from '../../template/index.ts';
import { STACK_CLOUD } from './placement.ts';
import type { StackModel } from './stack-model.ts';

/** What a stack elsewhere takes over from the stack of the resource that makes it; nothing while that one is being deleted. */
export function inheritedFrom(
  model: StackModel | undefined,
  { name, type }: Pick<ResourceRecord, 'name' | 'type'>,
  parameters: ValueMap,
): Inherited {
  if (model === undefined) return { files: {}, environment: { parameters } };
  const { [STACK_CLOUD]: _, ...parameterDefaults } = model.environment.parameterDefaults;
  // Names of clouds mean something only here.
  const environment = { ...model.environment, parameterDefaults };
  return { files: model.files, environment: childEnvironment(environment, parameters, name, type) };
}
