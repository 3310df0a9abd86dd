import type { OutputView, StackIdentityView, StackSummary, StackView } from '../../../orchestration/types.ts';
import { link, stackUrl } from '../identity.ts';
import { time, timeOrNull } from './times.ts';

/** What create answers. */
export function createdBody(base: string, stack: StackIdentityView) {
  return { id: stack.id, links: [link('self', stackUrl(base, stack))] };
}

/** A stack in a list; admins are also told whose it is. */
export function summaryBody(base: string, stack: StackSummary, forAdmin: boolean) {
  return {
    ...createdBody(base, stack),
    ...(forAdmin ? { project: stack.projectId } : {}),
    stack_name: stack.name,
    description: '',
    stack_status: `${stack.action}_${stack.status}`,
    stack_status_reason: stack.reason,
    creation_time: time(stack.createdAt),
    updated_time: timeOrNull(stack.updatedAt),
    deletion_time: timeOrNull(stack.deletedAt),
    stack_owner: stack.username,
    parent: stack.parentId,
    stack_user_project_id: stack.stackUserProjectId,
    tags: stack.tags.length === 0 ? null : stack.tags,
  };
}

/** A stack that is shown. */
export function stackBody(base: string, stack: StackView) {
  return {
    ...commonBody(base, stack),
    stack_status: `${stack.action}_${stack.status}`,
    stack_status_reason: stack.reason,
    ...outputsOf(stack),
  };
}

/** What a shown and a previewed stack have in common. */
export function commonBody(base: string, stack: StackView) {
  return {
    stack_name: stack.name,
    ...createdBody(base, stack),
    creation_time: time(stack.createdAt),
    updated_time: timeOrNull(stack.updatedAt),
    deletion_time: timeOrNull(stack.deletedAt),
    notification_topics: [],
    parameters: stack.parameters,
    description: stack.description,
    template_description: stack.description,
    capabilities: [],
    disable_rollback: stack.disableRollback,
    timeout_mins: stack.timeoutMins,
    stack_owner: stack.username,
    parent: stack.parentId,
    stack_user_project_id: stack.stackUserProjectId,
    tags: stack.tags,
  };
}

/** The outputs, where the view has them. */
export function outputsOf(stack: StackView) {
  return stack.outputs === undefined ? {} : { outputs: stack.outputs.map(outputBody) };
}

/** An output with its value, or why it has none. */
export function outputBody({ key, description, value, error }: OutputView) {
  return {
    output_key: key,
    description,
    ...(error === undefined ? {} : { output_error: error }),
    output_value: value,
  };
}
