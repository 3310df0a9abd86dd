import { StoreClosed, type Executor, type Statement } from '../executor.ts';
import { SqlReads, type Tools } from '../reads.ts';
import type { Store, Transaction } from '../types.ts';
import { SqlTransaction } from '../writes.ts';
import { GroupCommit, never, type Schedule } from './group-commit.ts';
import type { SqliteConnection } from './connection.ts';

/** A database that is open, migrated, and nobody else's. */
export interface OpenDatabase {
  readonly writer: SqliteConnection;
  /** Sees committed rows while the writer is in a transaction. Undefined where a second connection cannot be had: in memory. */
  readonly reader?: SqliteConnection;
  /** Closes the connections, gives the lock back. */
  release(): void;
}

/** {@link Store} on SQLite: all writes through one group commit, reads beside it. */
export class SqliteStore extends SqlReads implements Store {
  readonly #database: OpenDatabase;
  readonly #commits: GroupCommit;
  readonly #reader: Reader;

  constructor(database: OpenDatabase, tools: Tools, schedule: Schedule) {
    const commits = new GroupCommit(database.writer, schedule);
    const reader = new Reader(database, commits);
    super(reader, tools);
    this.#database = database;
    this.#commits = commits;
    this.#reader = reader;
  }

  async transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#commits.run(async (executor) => work(new SqlTransaction(executor, this.tools)));
  }

  async healthy(): Promise<boolean> {
    try {
      await this.setting('');
      return true;
    } catch {
      return false;
    }
  }

  /** Finishes what was begun. */
  async close(): Promise<void> {
    await this.#commits.close();
    this.#reader.state = 'closed';
    this.#database.release();
  }

  /**
   * Ends as a killed process ends: uncommitted work is undone, whatever was asked is never answered, and the database
   * can be opened again. For simulations of a crash.
   */
  kill(): void {
    this.#reader.state = 'killed';
    this.#commits.kill();
    this.#database.release();
  }
}

/** Reads outside transactions. */
class Reader implements Executor {
  readonly #database: OpenDatabase;
  readonly #commits: GroupCommit;
  state: 'open' | 'closed' | 'killed' = 'open';

  constructor(database: OpenDatabase, commits: GroupCommit) {
    this.#database = database;
    this.#commits = commits;
  }

  async rows<Row>(statement: Statement<Row>): Promise<Row[]> {
    const { reader, writer } = this.#database;
    if (reader === undefined) await this.#commits.quiet();
    if (this.state === 'closed') throw new StoreClosed();
    if (this.state === 'killed') return never();
    return (reader ?? writer).run(statement);
  }
}
