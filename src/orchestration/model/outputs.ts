import type { ValueMap } from '../../expressions/values.ts';
import type { ResourceRecord, Store } from '../../storage/types.ts';
import { conditionHolds, resolve, type Scope } from '../../template/index.ts';
import type { OutputView } from '../types.ts';
import { facadeOf } from './facade.ts';
import { recordValues } from './record-values.ts';
import { StackModel, type ModelHost } from './stack-model.ts';

/** A stack's outputs from its records. */
export function resolveOutputs(model: StackModel, records: readonly ResourceRecord[]): OutputView[] {
  const current = new Map<string, ResourceRecord>();
  for (const record of records)
    if (record.replacedBy === null && record.action !== 'DELETE') current.set(record.name, record);
  return outputsIn(model, model.scope(recordValues(model, (name) => current.get(name))));
}

/** A stack's outputs where nothing of it exists. */
export function plannedOutputs(model: StackModel): OutputView[] {
  return outputsIn(model, model.staticScope);
}

/** The outputs; one that cannot be resolved says why and has no value. */
function outputsIn(model: StackModel, scope: Scope): OutputView[] {
  return [...model.template.outputs.values()].map(({ name, description, value, condition }) => {
    try {
      return { key: name, description, value: conditionHolds(condition, scope) ? resolve(value, scope) : null };
    } catch (error) {
      return { key: name, description, value: null, error: error instanceof Error ? error.message : String(error) };
    }
  });
}

/** The outputs of a stored stack by name, as its parent sees them. */
export async function outputsOf(store: Store, host: ModelHost, stackId: string): Promise<ValueMap> {
  const stack = await store.stack(stackId);
  const template = stack === undefined ? undefined : await store.template(stack.templateId);
  if (stack === undefined || template === undefined) return {};
  const identity = { id: stack.id, name: stack.name, projectId: stack.projectId };
  const model = StackModel.read(identity, template, host, { facade: await facadeOf(store, host, stack, template) });
  if (model.template.outputs.size === 0) return {};
  return Object.fromEntries(
    resolveOutputs(model, await store.resources(stackId)).map(({ key, value }) => [key, value]),
  );
}
