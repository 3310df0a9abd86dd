import { StoreClosed, type Executor, type Statement } from '../executor.ts';
import type { SqliteConnection } from './connection.ts';

interface Job {
  run(executor: Executor): Promise<unknown>;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}
/** How a job of a batch went; it counts only once the batch is committed. */
type Outcome = { job: Job; value: unknown } | { job: Job; error: unknown };

/** Calls `run` soon, but not at once: after the code that runs now and its promise reactions. */
export type Schedule = (run: () => void) => void;

/**
 * The one writer of a SQLite database. Work that arrives in one tick is run one after the other in one database
 * transaction, each in a savepoint, so that all share one wait for the disk and yet each undoes only itself.
 *
 * Work must await nothing but its own statements: everything else that wants to write waits for it meanwhile.
 */
export class GroupCommit {
  readonly #connection: SqliteConnection;
  readonly #schedule: Schedule;
  #queue: Job[] = [];
  #flushing: Promise<void> | undefined;
  #scheduled = false;
  #state: 'open' | 'closed' | 'killed' = 'open';

  constructor(connection: SqliteConnection, schedule: Schedule) {
    this.#connection = connection;
    this.#schedule = schedule;
  }

  /** Resolves with what `work` gave, once that is on disk. Throws {@link StoreClosed} after {@link close}. */
  async run<T>(work: (executor: Executor) => Promise<T>): Promise<T> {
    if (this.#state === 'closed') throw new StoreClosed();
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ run: work, resolve: resolve as (value: unknown) => void, reject });
      this.#wake();
    });
  }

  /** Resolves when no transaction is open, so that a read on the writer's connection sees committed rows only. */
  async quiet(): Promise<void> {
    while (this.#flushing !== undefined) await this.#flushing;
  }

  /** Takes no more work; resolves when all of it is done. */
  async close(): Promise<void> {
    if (this.#state === 'open') this.#state = 'closed';
    while (this.#queue.length > 0 || this.#flushing !== undefined) {
      await (this.#flushing ?? new Promise<void>((resolve) => this.#schedule(resolve)));
    }
  }

  /** Stops at once, as the death of the process would: what is not committed is lost, and nobody is told. */
  kill(): void {
    this.#state = 'killed';
    this.#queue = [];
    this.#connection.rollback();
  }

  #wake(): void {
    if (this.#scheduled || this.#flushing !== undefined || this.#state === 'killed') return;
    this.#scheduled = true;
    this.#schedule(() => {
      this.#scheduled = false;
      if (this.#state === 'killed') return;
      this.#flushing = this.#flush().finally(() => {
        this.#flushing = undefined;
        if (this.#queue.length > 0) this.#wake();
      });
    });
  }

  async #flush(): Promise<void> {
    const batch = this.#queue;
    this.#queue = [];
    const outcomes: Outcome[] = [];
    try {
      this.#connection.execute('BEGIN IMMEDIATE');
      for (const job of batch) {
        outcomes.push(await this.#isolated(job));
        if (this.#isKilled()) return;
      }
      this.#connection.execute('COMMIT');
    } catch (error) {
      if (this.#isKilled()) return;
      for (const job of batch) job.reject(error);
      this.#undo();
      return;
    }
    for (const outcome of outcomes) {
      if ('error' in outcome) outcome.job.reject(outcome.error);
      else outcome.job.resolve(outcome.value);
    }
  }

  /** Throws only when the database cannot go on with the transaction as a whole. */
  async #isolated(job: Job): Promise<Outcome> {
    const executor = new JobExecutor(this.#connection, () => this.#isKilled());
    let outcome: Outcome;
    this.#connection.execute('SAVEPOINT job');
    try {
      outcome = { job, value: await job.run(executor) };
    } catch (error) {
      outcome = { job, error };
    }
    executor.end();
    if (this.#isKilled()) return outcome;
    // A full disk makes SQLite roll back everything by itself, see "automatic rollback" on https://sqlite.org/lang_transaction.html
    if (!this.#connection.inTransaction) throw executor.failure;
    if ('error' in outcome) this.#connection.execute('ROLLBACK TO job');
    this.#connection.execute('RELEASE job');
    return outcome;
  }

  #undo(): void {
    try {
      this.#connection.rollback();
    } catch {
      // The first error is told already; as long as the disk fails, the next BEGIN fails too and tells its own.
    }
  }

  #isKilled(): boolean {
    return this.#state === 'killed';
  }
}

/** The answer of the dead. */
export const never = async (): Promise<never> => new Promise(() => {});

/** What one piece of work writes with; refuses statements that come after its end, which would land in another's savepoint. */
class JobExecutor implements Executor {
  readonly #connection: SqliteConnection;
  readonly #isKilled: () => boolean;
  #ended = false;
  /** What the database said last when a statement failed. */
  failure: unknown;

  constructor(connection: SqliteConnection, isKilled: () => boolean) {
    this.#connection = connection;
    this.#isKilled = isKilled;
  }

  async rows<Row>(statement: Statement<Row>): Promise<Row[]> {
    if (this.#isKilled()) return never();
    if (this.#ended) throw new Error('the transaction has ended; await every statement inside it');
    // Outside a transaction the statement would stay, whatever becomes of the rest.
    if (!this.#connection.inTransaction) throw this.failure;
    try {
      return this.#connection.run(statement);
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }

  end(): void {
    this.#ended = true;
  }
}
