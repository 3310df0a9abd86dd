/** A compiled SQL statement with the values of its parameters. */
export interface Statement<Row = unknown> {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  /** Only there for the type of the rows it gives. */
  readonly row?: Row;
}

/** What runs statements: a connection, or a transaction on one. All that a database has to bring for the repositories. */
export interface Executor {
  /** The rows; none for a statement that gives none. Throws {@link UniqueViolation} where a unique index refuses a row. */
  rows<Row>(statement: Statement<Row>): Promise<Row[]>;
}

/** A unique index refused a row. */
export class UniqueViolation extends Error {
  override readonly name = 'UniqueViolation';
  readonly table: string;
  readonly columns: readonly string[];
  constructor(table: string, columns: readonly string[]) {
    super(`a row of ${table} with the same ${columns.join(', ')} exists`);
    this.table = table;
    this.columns = columns;
  }
}

/** The store cannot be opened; the message says why and what to do. */
export class StoreUnusable extends Error {
  override readonly name = 'StoreUnusable';
}

/** The store was closed before. */
export class StoreClosed extends Error {
  override readonly name = 'StoreClosed';
  constructor() {
    super('the store is closed');
  }
}
