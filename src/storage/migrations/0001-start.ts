import { sql } from 'kysely';
import type { Migration } from './migration.ts';

/** The first tables. Only `stacks` and `files` are referred to by foreign keys: the rest may outlive what it names. */
export const start: Migration = {
  version: 1,
  name: 'start',
  statements: ({ schema }, { serial }) => {
    const table = (name: string) => schema.createTable(name).addColumn('seq', serial, (column) => column.primaryKey());
    const index = (name: string, of: string, columns: string[]) => schema.createIndex(name).on(of).columns(columns);
    return [
      schema
        .createTable('files')
        .addColumn('hash', 'text', (column) => column.primaryKey())
        .addColumn('content', 'text', (column) => column.notNull()),

      table('templates')
        .addColumn('id', 'text', (column) => column.notNull().unique())
        .addColumn('body', 'text')
        .addColumn('environment', 'text', (column) => column.notNull())
        .addColumn('files_hash', 'text', (column) => column.notNull().references('files.hash')),
      index('templates_files', 'templates', ['files_hash']),

      table('stacks')
        .addColumn('id', 'text', (column) => column.notNull().unique())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('project_id', 'text', (column) => column.notNull())
        .addColumn('user_id', 'text', (column) => column.notNull())
        .addColumn('username', 'text', (column) => column.notNull())
        .addColumn('parent_id', 'text')
        .addColumn('parent_resource_id', 'text')
        .addColumn('root_id', 'text', (column) => column.notNull())
        .addColumn('depth', 'integer', (column) => column.notNull())
        .addColumn('action', 'text', (column) => column.notNull())
        .addColumn('status', 'text', (column) => column.notNull())
        .addColumn('reason', 'text', (column) => column.notNull())
        .addColumn('template_id', 'text', (column) => column.notNull())
        .addColumn('operation_id', 'text')
        .addColumn('credential_id', 'text')
        .addColumn('stack_user_project_id', 'text')
        .addColumn('timeout_mins', 'bigint')
        .addColumn('disable_rollback', 'integer', (column) => column.notNull())
        .addColumn('tags', 'text', (column) => column.notNull())
        .addColumn('placement', 'text')
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('updated_at', 'bigint')
        .addColumn('deleted_at', 'bigint'),
      index('stacks_taken_names', 'stacks', ['project_id', 'name'])
        .unique()
        .where(sql<boolean>`parent_id is null and deleted_at is null`),
      index('stacks_live_names', 'stacks', ['project_id', 'name', 'depth', 'seq']).where(
        sql<boolean>`deleted_at is null`,
      ),
      index('stacks_listed', 'stacks', ['project_id', 'created_at', 'seq']).where(
        sql<boolean>`parent_id is null and deleted_at is null`,
      ),
      index('stacks_by_project', 'stacks', ['project_id', 'created_at', 'seq']),
      index('stacks_by_age', 'stacks', ['created_at', 'seq']),
      index('stacks_by_parent', 'stacks', ['parent_id']).where(sql<boolean>`parent_id is not null`),
      index('stacks_by_root', 'stacks', ['root_id', 'depth', 'seq']),

      schema
        .createTable('stack_tags')
        .addColumn('stack_id', 'text', (column) => column.notNull().references('stacks.id'))
        .addColumn('tag', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('stack_tags_key', ['stack_id', 'tag']),

      table('resources')
        .addColumn('id', 'text', (column) => column.notNull().unique())
        .addColumn('stack_id', 'text', (column) => column.notNull().references('stacks.id'))
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('type', 'text', (column) => column.notNull())
        .addColumn('action', 'text', (column) => column.notNull())
        .addColumn('status', 'text', (column) => column.notNull())
        .addColumn('reason', 'text', (column) => column.notNull())
        .addColumn('physical_id', 'text')
        .addColumn('physical_name', 'text', (column) => column.notNull())
        .addColumn('intended_at', 'bigint')
        .addColumn('properties', 'text')
        .addColumn('pending', 'text')
        .addColumn('metadata', 'text')
        .addColumn('attributes', 'text', (column) => column.notNull())
        .addColumn('data', 'text', (column) => column.notNull())
        .addColumn('requires', 'text', (column) => column.notNull())
        .addColumn('deletion_policy', 'text', (column) => column.notNull())
        .addColumn('replaces', 'text')
        .addColumn('replaced_by', 'text')
        .addColumn('operation_id', 'text', (column) => column.notNull())
        .addColumn('nested_id', 'text')
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('updated_at', 'bigint', (column) => column.notNull()),
      index('resources_by_stack', 'resources', ['stack_id', 'seq']),
      index('resources_by_physical_id', 'resources', ['physical_id']).where(sql<boolean>`physical_id is not null`),

      table('events')
        .addColumn('id', 'text', (column) => column.notNull().unique())
        .addColumn('stack_id', 'text', (column) => column.notNull().references('stacks.id'))
        .addColumn('root_id', 'text', (column) => column.notNull())
        .addColumn('resource_name', 'text', (column) => column.notNull())
        .addColumn('resource_type', 'text', (column) => column.notNull())
        .addColumn('physical_id', 'text')
        .addColumn('action', 'text', (column) => column.notNull())
        .addColumn('status', 'text', (column) => column.notNull())
        .addColumn('reason', 'text', (column) => column.notNull())
        .addColumn('properties', 'text')
        .addColumn('at', 'bigint', (column) => column.notNull()),
      index('events_by_stack', 'events', ['stack_id', 'seq']),
      index('events_by_root', 'events', ['root_id', 'seq']),

      table('operations')
        .addColumn('id', 'text', (column) => column.notNull().unique())
        .addColumn('stack_id', 'text', (column) => column.notNull().references('stacks.id'))
        .addColumn('action', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('template_id', 'text', (column) => column.notNull())
        .addColumn('previous_template_id', 'text')
        .addColumn('plan', 'text')
        .addColumn('rollback', 'integer', (column) => column.notNull())
        .addColumn('cancelled', 'text', (column) => column.notNull())
        .addColumn('deadline_at', 'bigint')
        .addColumn('reason', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('ended_at', 'bigint'),
      index('operations_by_state', 'operations', ['state', 'seq']),

      table('credentials')
        .addColumn('id', 'text', (column) => column.notNull().unique())
        .addColumn('project_id', 'text', (column) => column.notNull())
        .addColumn('user_id', 'text', (column) => column.notNull())
        .addColumn('sealed', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull()),

      schema
        .createTable('settings')
        .addColumn('key', 'text', (column) => column.primaryKey())
        .addColumn('value', 'text', (column) => column.notNull()),
    ];
  },
};
