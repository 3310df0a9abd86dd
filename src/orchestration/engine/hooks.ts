import { own, type ValueMap } from '../../expressions/values.ts';
import { ResourceError } from '../../resources/contract.ts';
import type { ResourceRecord } from '../../storage/types.ts';
import type { Hook, RestrictedAction } from '../../template/index.ts';
import { Aborted } from './failure.ts';
import type { Operation } from './operation.ts';

/** Where a resource keeps that it waits at a hook, or that the hook was cleared for an operation. */
export const hookKey = (hook: string): string => `hook ${hook}`;
export const waitingFor = (operationId: string): string => `waiting ${operationId}`;
export const clearedFor = (operationId: string): string => `cleared ${operationId}`;

/**
 * Stops where the environment sets a hook for the resource, says so in an event, and goes on when the hook is cleared by a signal
 * (heat/engine/resource.py, _break_if_required). Rejects with {@link Aborted} when the operation is told to end meanwhile.
 */
export async function breakAt(operation: Operation, record: ResourceRecord, hook: Hook): Promise<void> {
  const { state, engine } = operation;
  if (!state.registry.hooks(record.name).has(hook)) return;
  const said = own(record.data, hookKey(hook));
  if (said === clearedFor(operation.id)) return;
  if (said !== waitingFor(operation.id)) {
    const action = hook.slice(hook.indexOf('-') + 1).toUpperCase();
    const data: ValueMap = { ...record.data, [hookKey(hook)]: waitingFor(operation.id) };
    await state.note(record, { data }, `${action} paused until Hook ${hook} is cleared`);
  }
  await new Promise<void>((resolve, reject) => {
    const forget = operation.onHalt(() => {
      engine.hooks.forget(record.id);
      reject(new Aborted('the operation was interrupted'));
    });
    if (operation.halted !== undefined) reject(new Aborted('the operation was interrupted'));
    engine.hooks.wait(record.id, (data) => {
      forget();
      record.data = data;
      resolve();
    });
  });
}

/** Throws where the environment forbids to do this to the resource (`restricted_actions`). */
export function requireUnrestricted(operation: Operation, record: ResourceRecord, action: RestrictedAction): void {
  if (!operation.state.registry.restrictedActions(record.name).has(action)) return;
  throw new ResourceError('ResourceActionRestricted', `${action} is restricted for resource.`);
}

/** Those who wait for a hook to be cleared, by resource record. */
export class HookWaits {
  readonly #waiting = new Map<string, (data: ValueMap) => void>();

  wait(recordId: string, cleared: (data: ValueMap) => void): void {
    this.#waiting.set(recordId, cleared);
  }

  forget(recordId: string): void {
    this.#waiting.delete(recordId);
  }

  /** Says that a hook of the resource was cleared, and what the resource keeps since. */
  clear(recordId: string, data: ValueMap): void {
    const cleared = this.#waiting.get(recordId);
    this.#waiting.delete(recordId);
    cleared?.(data);
  }
}
