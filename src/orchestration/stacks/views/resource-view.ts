import { reversed } from '../../../graph/graph.ts';
import type { ResourceRecord } from '../../../storage/types.ts';
import type { StackModel } from '../../model/stack-model.ts';
import type { ResourceView, StackIdentityView } from '../../types.ts';

/** What is the same for every resource of a stack. */
export interface ResourceSurroundings {
  readonly stack: StackIdentityView;
  readonly rootStack: StackIdentityView;
  readonly model: StackModel | undefined;
  /** For each resource those that depend on it. */
  readonly requiredBy: ReadonlyMap<string, ReadonlySet<string>>;
  readonly parentResource?: string;
}

export function surroundings(
  stack: StackIdentityView,
  rootStack: StackIdentityView,
  model: StackModel | undefined,
  parentResource?: string,
): ResourceSurroundings {
  const requiredBy = model === undefined ? new Map<string, Set<string>>() : reversed(model.dependencies);
  return { stack, rootStack, model, requiredBy, ...(parentResource === undefined ? {} : { parentResource }) };
}

export function resourceView(record: ResourceRecord, around: ResourceSurroundings): ResourceView {
  const definition = around.model?.template.resources.get(record.name);
  return {
    stack: around.stack,
    rootStack: around.rootStack,
    name: record.name,
    type: definition?.type ?? record.type,
    action: record.action,
    status: record.status,
    reason: record.reason,
    physicalId: record.nestedId ?? record.physicalId,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    requiredBy: [...(around.requiredBy.get(record.name) ?? [])],
    description: definition?.description ?? '',
    ...(record.nestedId === null
      ? {}
      : { nested: { id: record.nestedId, name: record.physicalName, projectId: around.stack.projectId } }),
    ...(around.parentResource === undefined ? {} : { parentResource: around.parentResource }),
  };
}

/** The record that stands for each name: superseded ones are left out where their successor is there. */
export function currentRecords(records: readonly ResourceRecord[]): ResourceRecord[] {
  const ids = new Set(records.map(({ id }) => id));
  return records.filter((record) => record.replacedBy === null || !ids.has(record.replacedBy));
}
