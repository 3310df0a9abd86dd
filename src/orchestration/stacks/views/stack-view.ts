import { describeTemplate } from '../../../template/index.ts';
import type { ResourceRecord, StackRecord } from '../../../storage/types.ts';
import { resolveOutputs } from '../../model/outputs.ts';
import type { StackModel } from '../../model/stack-model.ts';
import type { StackSummary, StackView } from '../../types.ts';

/** A stack as lists show it. */
export function summaryOf(stack: StackRecord): StackSummary {
  return {
    id: stack.id,
    name: stack.name,
    projectId: stack.projectId,
    action: stack.action,
    status: stack.status,
    reason: stack.reason,
    username: stack.username,
    parentId: stack.parentId,
    stackUserProjectId: stack.stackUserProjectId,
    tags: stack.tags,
    createdAt: stack.createdAt,
    updatedAt: stack.updatedAt,
    deletedAt: stack.deletedAt,
  };
}

/** A stack with its parameters and, where records are given, its outputs. */
export function viewOf(
  stack: StackRecord,
  model: StackModel | undefined,
  records: readonly ResourceRecord[] | undefined,
): StackView {
  return {
    ...summaryOf(stack),
    description: model === undefined ? 'No description' : describeTemplate(model.template),
    disableRollback: stack.disableRollback,
    timeoutMins: stack.timeoutMins,
    parameters: shownParameters(model),
    ...(records === undefined || model === undefined ? {} : { outputs: resolveOutputs(model, records) }),
  };
}

/** Heat knows the region's name among the pseudo parameters, yet never shows it. */
function shownParameters(model: StackModel | undefined): Record<string, string> {
  const { 'OS::region': _region, ...shown } = model?.parameters.toStrings({ showHidden: false }) ?? {};
  return shown;
}
