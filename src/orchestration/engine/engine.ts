import type { EventRecord, OperationRecord } from '../../storage/types.ts';
import { EventSinks } from '../sinks/event-sinks.ts';
import { EventBus } from './event-bus.ts';
import { Claims } from './claims.ts';
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
  readonly claims = new Claims();
  readonly #sinks: EventSinks;
  /** The operation at work on each stack. */
  readonly #working = new Map<string, Operation>();
  /** Operations that came while another was at work on their stack, the oldest first. */
  readonly #queued = new Map<string, OperationRecord[]>();
  readonly #waiters = new Map<string, ((operation: OperationRecord) => void)[]>();
  #stopped = false;

  constructor(ports: EnginePorts) {
    this.ports = ports;
    this.#sinks = new EventSinks(ports);
  }

  /** Takes up every operation that has not ended, and the delivery of events, as after a crash. */
  async start(): Promise<void> {
    for (const operation of await this.ports.store.unfinishedOperations()) this.wake(operation);
    await this.#sinks.start();
  }

  /** Takes no more steps. What is under way is left to the next start. */
  stop(): void {
    this.#stopped = true;
    for (const operation of this.#working.values()) operation.halt('abandon');
    this.#sinks.stop();
  }

  /** Says that an operation was stored and waits to be carried out. */
  wake(operation: OperationRecord): void {
    if (this.#stopped) return;
    const working = this.#working.get(operation.stackId);
    if (working === undefined) return this.#begin(operation);
    if (working.id === operation.id) return;
    this.#queued.set(operation.stackId, [...(this.#queued.get(operation.stackId) ?? []), operation]);
    working.halt(operation.action === 'DELETE' ? 'abort' : 'supersede');
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

  /** Tells whoever listens, here and at the stacks' event sinks, about events that are committed. */
  publish(events: readonly EventRecord[]): void {
    this.events.publish(events);
    this.#sinks.published(events);
  }

  #begin(operation: OperationRecord): void {
    const work = new Operation(this, operation);
    this.#working.set(operation.stackId, work);
    void this.#carryOut(work, operation);
  }

  async #carryOut(work: Operation, operation: OperationRecord): Promise<void> {
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
    await this.#goOn(operation);
  }

  /** Begins what is to be done on a stack next. An operation that a newer one has passed by ends as soon as it begins. */
  async #goOn({ id, stackId }: OperationRecord): Promise<void> {
    const stack = await this.ports.store.stack(stackId);
    const current = stack?.operationId == null ? undefined : await this.ports.store.operation(stack.operationId);
    // One that was begun meanwhile leads here again.
    if (this.#working.has(stackId)) return;
    const [queued, ...rest] = this.#queued.get(stackId) ?? [];
    if (rest.length > 0) this.#queued.set(stackId, rest);
    else this.#queued.delete(stackId);
    if (queued !== undefined) this.#begin(queued);
    else if (current !== undefined && current.id !== id && isUnfinished(current)) this.#begin(current);
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
