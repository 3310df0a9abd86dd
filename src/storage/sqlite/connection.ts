import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { UniqueViolation, type Executor, type Statement } from '../executor.ts';

/** Prepared statements kept; the least recently used goes first. */
const KEPT_STATEMENTS = 500;
/** SQLITE_CONSTRAINT_UNIQUE and SQLITE_CONSTRAINT_PRIMARYKEY, https://sqlite.org/rescode.html */
const UNIQUE_CODES: readonly unknown[] = [2067, 1555];

/** One connection to a SQLite database. SQLite runs in the calling thread, so every statement is done when it returns. */
export class SqliteConnection implements Executor {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** `location`: a path or `:memory:`; `timeout`: how long to wait for another process's lock, in milliseconds. */
  constructor(location: string, timeout = 5000) {
    this.#database = new DatabaseSync(location, { timeout, enableForeignKeyConstraints: true });
  }

  /** Runs SQL that gives no rows, such as BEGIN. */
  execute(sql: string): void {
    this.#database.exec(sql);
  }

  run<Row>(statement: Statement<Row>): Row[] {
    try {
      return this.#prepared(statement.sql).all(...(statement.parameters as SQLInputValue[])) as Row[];
    } catch (error) {
      throw translated(error);
    }
  }

  async rows<Row>(statement: Statement<Row>): Promise<Row[]> {
    return this.run(statement);
  }

  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  /** Ends a transaction that is open and loses what it wrote. */
  rollback(): void {
    if (this.#database.isOpen && this.#database.isTransaction) this.#database.exec('ROLLBACK');
  }

  close(): void {
    this.#statements.clear();
    if (this.#database.isOpen) this.#database.close();
  }

  #prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) statement = this.#database.prepare(sql);
    else this.#statements.delete(sql);
    this.#statements.set(sql, statement);
    if (this.#statements.size > KEPT_STATEMENTS) {
      for (const oldest of this.#statements.keys()) {
        this.#statements.delete(oldest);
        break;
      }
    }
    return statement;
  }
}

/** SQLite says `UNIQUE constraint failed: stacks.project_id, stacks.name`. */
function translated(error: unknown): unknown {
  if (!(error instanceof Error) || !('errcode' in error) || !UNIQUE_CODES.includes(error.errcode)) return error;
  const columns = error.message.slice(error.message.lastIndexOf(': ') + 2).split(', ');
  return new UniqueViolation(
    columns[0]!.split('.')[0]!,
    columns.map((column) => column.slice(column.indexOf('.') + 1)),
  );
}
