import { Frontier } from '../../graph/graph.ts';
import type { Connection } from '../../clouds/types.ts';
import type { OperationRecord, ResourceRecord, StackRecord, Transaction } from '../../storage/types.ts';
import { resourceCloud } from '../model/placement.ts';
import { parseStoredPlan } from '../plan/stored-plan.ts';
import { stepNeeds, type Plan } from '../plan/plan.ts';
import { Aborted, failureOf, type Failure } from './failure.ts';
import { finishOperation, type Outcome } from './finish.ts';
import type { Engine } from './engine.ts';
import { prepare } from './prepare.ts';
import { StackState } from './stack-state.ts';
import { runStep } from './steps/run-step.ts';

/**
 * How an operation ends early. `supersede`: running steps are finished, no other is begun; `abort`: running steps are given up too;
 * `abandon`: the process is going down, nothing is written any more.
 */
export type HaltMode = 'supersede' | 'abort' | 'abandon';

/** One operation at work: it walks the plan, with every step whose needs are met running at the same time. */
export class Operation {
  readonly engine: Engine;
  readonly id: string;
  /** Aborted when running steps are to be given up. */
  readonly signal: AbortSignal;
  record: OperationRecord;
  stack!: StackRecord;
  state!: StackState;
  #connection: Promise<Connection> | undefined;
  readonly #elsewhere = new Map<string, Promise<Connection>>();
  #halted: HaltMode | undefined;
  #timedOut = false;
  readonly #abort = new AbortController();
  readonly #onHalt = new Set<(mode: HaltMode) => void>();

  constructor(engine: Engine, record: OperationRecord) {
    this.engine = engine;
    this.record = record;
    this.id = record.id;
    this.signal = this.#abort.signal;
  }

  get halted(): HaltMode | undefined {
    return this.#halted;
  }

  /** The cloud the stack lives on, as its owner's delegate; logged in on first use. */
  connection(): Promise<Connection> {
    this.#connection ??= this.engine.ports.clouds.connection(this.stack);
    return this.#connection;
  }

  /** The cloud that a resource lives on: the stack's, unless its metadata names another. */
  connectionFor({ metadata }: Pick<ResourceRecord, 'metadata'>): Promise<Connection> {
    const where = resourceCloud(metadata);
    if (where?.cloud === undefined) return this.connection();
    let connection = this.#elsewhere.get(where.cloud);
    if (connection === undefined) {
      connection = this.engine.ports.clouds.remote(this.stack, where);
      this.#elsewhere.set(where.cloud, connection);
    }
    return connection;
  }

  /** Ends the operation early; a milder mode after a stronger one changes nothing. */
  halt(mode: HaltMode): void {
    const order: readonly (HaltMode | undefined)[] = [undefined, 'supersede', 'abort', 'abandon'];
    if (order.indexOf(mode) <= order.indexOf(this.#halted)) return;
    this.#halted = mode;
    if (mode !== 'supersede') this.#abort.abort(new Aborted('the operation was interrupted'));
    for (const listener of this.#onHalt) listener(mode);
  }

  /** Calls the listener when the operation is told to end early; the result takes it away again. */
  onHalt(listener: (mode: HaltMode) => void): () => void {
    this.#onHalt.add(listener);
    return () => this.#onHalt.delete(listener);
  }

  /** Runs to the end, whichever it is. Rejects only when the store fails. */
  async execute(): Promise<void> {
    const { store } = this.engine.ports;
    const current = await store.operation(this.id);
    const stack = await store.stack(this.record.stackId);
    if (current === undefined || stack === undefined || current.endedAt !== null) return;
    this.record = current;
    this.stack = stack;
    const timer = this.#startTimer();
    const failures: Failure[] = [];
    try {
      if (stack.operationId !== this.id || current.cancelled !== 'no') this.halt('supersede');
      else await this.#work(failures);
    } finally {
      timer.abort();
    }
    if (this.#halted !== 'abandon') await finishOperation(this, this.#outcome(failures));
  }

  /** Ends the operation as failed after an error that no step accounts for. */
  async giveUp(error: unknown): Promise<void> {
    if (this.state === undefined) this.state = new StackState(this, undefined, []);
    const { type, message } = failureOf(error, '');
    await finishOperation(this, { kind: 'failed', failures: [{ type, path: '', message }] });
  }

  async #work(failures: Failure[]): Promise<void> {
    const prepared = await prepare(this);
    this.state = prepared.state;
    if (prepared.failure !== undefined) failures.push(prepared.failure);
    else await this.#walk(parseStoredPlan(this.record.plan), failures);
  }

  async #walk(plan: Plan, failures: Failure[]): Promise<void> {
    const frontier = new Frontier(stepNeeds(plan));
    const goesOn = (): boolean =>
      this.#halted === undefined && (failures.length === 0 || this.record.action === 'CHECK');
    await new Promise<void>((resolve, reject) => {
      let running = 0;
      const begin = (keys: readonly string[]): void => {
        for (const key of keys) {
          if (!goesOn()) break;
          running += 1;
          runStep(this, plan, key).then(
            (failure) => {
              running -= 1;
              if (failure !== undefined) failures.push(failure);
              if (failure === undefined || this.record.action === 'CHECK') begin(frontier.finish(key));
              if (running === 0) resolve();
            },
            (error: unknown) => {
              this.halt('abort');
              reject(error instanceof Error ? error : new Error(String(error)));
            },
          );
        }
      };
      begin(frontier.start());
      if (running === 0) resolve();
    });
  }

  #outcome(failures: readonly Failure[]): Outcome {
    if (this.#timedOut) return { kind: 'timed-out' };
    if (this.#halted !== undefined) return { kind: 'halted' };
    return failures.length > 0 ? { kind: 'failed', failures } : { kind: 'complete' };
  }

  #startTimer(): AbortController {
    const ended = new AbortController();
    const { deadlineAt } = this.record;
    if (deadlineAt !== null) {
      const { clock } = this.engine.ports;
      clock.sleep(Math.max(0, deadlineAt - clock.now()), ended.signal).then(
        () => {
          this.#timedOut = true;
          this.halt('abort');
        },
        () => undefined,
      );
    }
    return ended;
  }

  /** One durable transaction; events it adds are announced once it is on disk. */
  async transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.engine.ports.store.transact(work);
  }
}
