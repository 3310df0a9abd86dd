import type { Migration } from './migration.ts';

/** Where the events of stacks are delivered, and how far that has come. */
export const sinks: Migration = {
  version: 3,
  name: 'sinks',
  statements: ({ schema }, { serial }) => [
    schema
      .createTable('sinks')
      .addColumn('seq', serial, (column) => column.primaryKey())
      .addColumn('id', 'text', (column) => column.notNull().unique())
      .addColumn('root_id', 'text', (column) => column.notNull().references('stacks.id'))
      .addColumn('target', 'text', (column) => column.notNull())
      .addColumn('ttl', 'bigint', (column) => column.notNull())
      .addColumn('delivered', 'bigint', (column) => column.notNull())
      .addColumn('until', 'bigint'),
    schema.createIndex('sinks_by_root').on('sinks').columns(['root_id', 'seq']),
  ],
};
