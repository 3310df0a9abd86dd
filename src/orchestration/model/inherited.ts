import type { ValueMap } from '../../expressions/values.ts';
import type { Inherited } from '../../resources/contract.ts';
import type { ResourceRecord } from '../../storage/types.ts';
import { childEnvironment } from '../../template/index.ts';
import type { StackModel } from './stack-model.ts';

/** What a stack elsewhere takes over from the stack of the resource that makes it; nothing while that one is being deleted. */
export function inheritedFrom(
  model: StackModel | undefined,
  { name, type }: Pick<ResourceRecord, 'name' | 'type'>,
  parameters: ValueMap,
): Inherited {
  if (model === undefined) return { files: {}, environment: { parameters } };
  return { files: model.files, environment: childEnvironment(model.environment, parameters, name, type) };
}
