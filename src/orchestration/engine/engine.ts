import type { EventRecord, OperationRecord, StackRecord } from '../../storage/types.ts';
import { EventBus } from './event-bus.ts';
import { HookWaits } from './hooks.ts';
import { Operation, type HaltMode } from './operation.ts';
import type { EnginePorts } from './ports.ts';

/**
 * Carries operations on stacks out. One operation works on a stack at a time; a newer one takes over: what runs is finished (or given
 * up, for a delete), nothing else of the old one is started, and the rest is planned anew.
 *
 * All that matters is in the store: an engine that starts goes on with every operation that has not ended.
 */
export class Engine {
  readonly ports: EnginePorts;
  readonly events = new EventBus();
  readonly hooks = new HookWaits();
  /** The operation at work on each stack. */
  readonly #working = new Map<string, Operation>();
  readonly #waiters = new Map<string, ((operation: OperationRecord) => void)[]>();
  #stopped = false;

  constructor(ports: EnginePorts) {
    this.ports = ports;
  }

  /** Takes up every operation that has not ended, as after a crash. */
  async start(): Promise<void> {
    for (const operation of await this.ports.store.unfinishedOperations()) this.wake(operation);
  }

  /** Takes no more steps. What is under way is left to the next start. */
  stop(): void {
    this.#stopped = true;
    for (const operation of this.#working.values()) operation.halt('abandon');
  }

  /** Says that an operation was stored and waits to be carried out. */
  wake(operation: OperationRecord): void {
    if (this.#stopped) return;
    const working = this.#working.get(operation.stackId);
    if (working === undefined) this.#begin(operation);
    else if (working.id !== operation.id) working.halt(operation.action === 'DELETE' ? 'abort' : 'supersede');
  }

  /** Ends what works on a stack early; it then ends as its record's `cancelled` says. */
  halt(stackId: string, mode: HaltMode): void {
    this.#working.get(stackId)?.halt(mode);
  }

  /** Resolves with the record of an operation once it has ended. */
  async ended(operationId: string): Promise<OperationRecord> {
    const waiting = new Promise<OperationRecord>((resolve) => {
      const list = this.#waiters.get(operationId) ?? [];
      this.#waiters.set(operationId, [...list, resolve]);
    });
    // Registered first: an end between the look and the wait would be missed otherwise.
    const record = await this.ports.store.operation(operationId);
    if (record !== undefined && record.state !== 'PENDING' && record.state !== 'RUNNING') this.#announce(record);
    return waiting;
  }

  /** Tells whoever listens about events that are committed. */
  publish(events: readonly EventRecord[]): void {
    this.events.publish(events);
  }

  #begin(operation: OperationRecord): void {
    const work = new Operation(this, operation);
    this.#working.set(operation.stackId, work);
    void this.#carryOut(work, operation);
  }

  async #carryOut(work: Operation, operation: OperationRecord): Promise<void> {
    let stack: StackRecord | undefined;
    try {
      await work.execute();
    } catch (error) {
      // Nothing a template or a cloud does leads here: the store failed, or the engine has a fault.
      this.ports.log.error({ err: error, operation: operation.id, stack: operation.stackId }, 'operation interrupted');
      if (!this.#stopped) await work.giveUp(error);
    } finally {
      this.#working.delete(operation.stackId);
    }
    if (this.#stopped) return;
    const ended = await this.ports.store.operation(operation.id);
    if (ended !== undefined) this.#announce(ended);
    stack = await this.ports.store.stack(operation.stackId);
    const next = stack?.operationId == null ? undefined : await this.ports.store.operation(stack.operationId);
    if (next !== undefined && next.id !== operation.id && !this.#working.has(next.stackId) && isUnfinished(next))
      this.#begin(next);
  }

  #announce(operation: OperationRecord): void {
    const waiters = this.#waiters.get(operation.id) ?? [];
    this.#waiters.delete(operation.id);
    for (const resolve of waiters) resolve(operation);
  }
}

function isUnfinished(operation: OperationRecord): boolean {
  return operation.state === 'PENDING' || operation.state === 'RUNNING';
}
