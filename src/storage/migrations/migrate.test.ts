import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SqliteConnection } from '../sqlite/connection.ts';
import { SQLITE } from '../sqlite/dialect.ts';
import { MIGRATIONS, migrate } from './migrate.ts';
import type { Migration } from './migration.ts';

const addNote: Migration = {
  version: MIGRATIONS.length + 1,
  name: 'note',
  statements: ({ schema }) => [schema.alterTable('settings').addColumn('note', 'text')],
};

describe('migrations', () => {
  let connection: SqliteConnection;
  beforeEach(() => {
    connection = new SqliteConnection(':memory:');
  });
  afterEach(() => {
    connection.close();
  });
  const applied = (): unknown[] =>
    connection
      .run<{ version: number }>({ sql: 'select version from migrations', parameters: [] })
      .map((row) => row.version);

  it('are numbered without gaps', () => {
    expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
  });

  it('run once each, and keep what is there', async () => {
    await migrate(connection, SQLITE);
    connection.execute(`insert into settings values ('k', 'v')`);
    await migrate(connection, SQLITE);
    await migrate(connection, SQLITE, [...MIGRATIONS, addNote]);
    await migrate(connection, SQLITE, [...MIGRATIONS, addNote]);
    expect(applied()).toEqual([...MIGRATIONS, addNote].map(({ version }) => version));
    expect(connection.run({ sql: 'select * from settings', parameters: [] })).toEqual([
      { key: 'k', value: 'v', note: null },
    ]);
  });

  it('of a newer version are not undone', async () => {
    await migrate(connection, SQLITE, [...MIGRATIONS, addNote]);
    await expect(migrate(connection, SQLITE)).rejects.toThrow(/newer version/);
  });
});
