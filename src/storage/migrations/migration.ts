import type { Compilable, Kysely } from 'kysely';
import type { SqlDialect } from '../queries.ts';
import type { Database } from '../schema.ts';

/** One step forward of the schema. Once released it never changes; there is no way back but a backup. */
export interface Migration {
  /** 1, 2, 3 … without gaps. */
  readonly version: number;
  readonly name: string;
  readonly statements: (db: Kysely<Database>, dialect: SqlDialect) => Compilable[];
}
