import type { Compilable } from 'kysely';
import { StoreUnusable, type Executor } from '../executor.ts';
import { Queries, type SqlDialect } from '../queries.ts';
import { start } from './0001-start.ts';
import { clouds } from './0002-clouds.ts';
import { sinks } from './0003-sinks.ts';
import type { Migration } from './migration.ts';

/** All of them, in order. */
export const MIGRATIONS: readonly Migration[] = [start, clouds, sinks];

/**
 * Brings the database's schema up to date. Run it inside a transaction.
 * Throws {@link StoreUnusable} for a database that a newer version wrote, and changes nothing then.
 */
export async function migrate(executor: Executor, dialect: SqlDialect, migrations = MIGRATIONS): Promise<void> {
  const queries = new Queries(dialect);
  const { db } = queries;
  const run = async <Row>(query: Compilable<Row>): Promise<Row[]> => executor.rows(queries.once(query));
  await run(
    db.schema
      .createTable('migrations')
      .ifNotExists()
      .addColumn('version', 'integer', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull()),
  );
  const [latest] = await run(db.selectFrom('migrations').select('version').orderBy('version', 'desc').limit(1));
  const current = latest?.version ?? 0;
  if (current > migrations.length) {
    throw new StoreUnusable(
      `The database has schema version ${current}, and this version of Isotherm knows ${migrations.length} at most. ` +
        'Run the newer version that wrote it, or restore a backup from before the upgrade.',
    );
  }
  for (const { version, name, statements } of migrations.slice(current)) {
    for (const statement of statements(db, dialect)) await run(statement);
    await run(db.insertInto('migrations').values({ version, name }));
  }
}
