import type { Migration } from './migration.ts';

/** The clouds that projects have given names. */
export const clouds: Migration = {
  version: 2,
  name: 'clouds',
  statements: ({ schema }, { serial }) => [
    schema
      .createTable('clouds')
      .addColumn('seq', serial, (column) => column.primaryKey())
      .addColumn('id', 'text', (column) => column.notNull().unique())
      .addColumn('project_id', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('place', 'text', (column) => column.notNull())
      .addColumn('secret_id', 'text')
      .addColumn('owns_secret', 'integer', (column) => column.notNull())
      .addColumn('sealed', 'text')
      .addColumn('created_at', 'bigint', (column) => column.notNull()),
    schema.createIndex('clouds_names').on('clouds').columns(['project_id', 'name']).unique(),
  ],
};
