/** Builds SQL with Kysely, and builds what is asked often only once. */
import { DummyDriver, Kysely, type Compilable, type DialectAdapter, type QueryCompiler } from 'kysely';
import type { Statement } from './executor.ts';
import type { Database } from './schema.ts';

/** What differs between databases while SQL is written. */
export interface SqlDialect {
  createAdapter(): DialectAdapter;
  createQueryCompiler(): QueryCompiler;
  /** The column type of a number that grows with each inserted row. */
  readonly serial: 'integer' | 'bigserial';
}

/** Stands for a value in a statement that is compiled once. Its type fits every column. */
export type Argument = (name: string) => never;

class Placeholder {
  readonly key: string;
  constructor(key: string) {
    this.key = key;
  }
}

export class Queries {
  /** Builds and compiles; cannot execute. */
  readonly db: Kysely<Database>;
  readonly #compiled = new Map<string, Statement>();

  constructor(dialect: SqlDialect) {
    this.db = new Kysely<Database>({
      dialect: {
        createAdapter: () => dialect.createAdapter(),
        createQueryCompiler: () => dialect.createQueryCompiler(),
        createDriver: () => new DummyDriver(),
        createIntrospector: () => {
          throw new Error('the schema is known, not introspected');
        },
      },
    });
  }

  /** A statement for one use. */
  once<Row>(query: Compilable<Row>): Statement<Row> {
    const { sql, parameters } = query.compile();
    return { sql, parameters };
  }

  /** The statement that `build` makes, built at most once for each `key`: only the arguments change. */
  cached<Row>(
    key: string,
    args: Readonly<Record<string, unknown>>,
    build: (db: Kysely<Database>, argument: Argument) => Compilable<Row>,
  ): Statement<Row> {
    let compiled = this.#compiled.get(key);
    if (compiled === undefined) {
      const { sql, parameters } = build(this.db, (name) => new Placeholder(name) as never).compile();
      compiled = { sql, parameters };
      this.#compiled.set(key, compiled);
    }
    const parameters = compiled.parameters.map((value) => (value instanceof Placeholder ? args[value.key] : value));
    return { sql: compiled.sql, parameters };
  }
}
