import { SqliteAdapter, SqliteQueryCompiler } from 'kysely';
import type { SqlDialect } from '../queries.ts';

export const SQLITE: SqlDialect = {
  createAdapter: () => new SqliteAdapter(),
  createQueryCompiler: () => new SqliteQueryCompiler(),
  // SQLite's "integer primary key" is the row number itself.
  serial: 'integer',
};
