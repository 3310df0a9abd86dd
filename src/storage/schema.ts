/**
 * The tables as SQL sees them. Times are milliseconds of the epoch, flags 0 or 1, `string` columns commented JSON hold JSON.
 * `seq` is the order of insertion: it makes every listing total and stable.
 */
import type { Generated } from 'kysely';

export interface Database {
  migrations: MigrationTable;
  files: FilesTable;
  templates: TemplateTable;
  stacks: StackTable;
  stack_tags: StackTagTable;
  resources: ResourceTable;
  events: EventTable;
  operations: OperationTable;
  credentials: CredentialTable;
  clouds: CloudTable;
  sinks: SinkTable;
  settings: SettingTable;
}
/** The tables whose rows are records with an id. */
export type RecordTable =
  'templates' | 'stacks' | 'resources' | 'events' | 'operations' | 'credentials' | 'clouds' | 'sinks';

interface MigrationTable {
  version: number;
  name: string;
}
/** A map of files by the hash of its content, whoever uses it. */
interface FilesTable {
  hash: string;
  content: string; // JSON
}
interface TemplateTable {
  seq: Generated<number>;
  id: string;
  body: string | null; // JSON
  environment: string; // JSON
  files_hash: string;
}
interface StackTable {
  seq: Generated<number>;
  id: string;
  name: string;
  project_id: string;
  user_id: string;
  username: string;
  parent_id: string | null;
  parent_resource_id: string | null;
  root_id: string;
  depth: number;
  action: string;
  status: string;
  reason: string;
  template_id: string;
  operation_id: string | null;
  credential_id: string | null;
  stack_user_project_id: string | null;
  timeout_mins: number | null;
  disable_rollback: number;
  tags: string; // JSON; the same as in stack_tags, which is what filters use
  placement: string | null; // JSON
  created_at: number;
  updated_at: number | null;
  deleted_at: number | null;
}
interface StackTagTable {
  stack_id: string;
  tag: string;
}
interface ResourceTable {
  seq: Generated<number>;
  id: string;
  stack_id: string;
  name: string;
  type: string;
  action: string;
  status: string;
  reason: string;
  physical_id: string | null;
  physical_name: string;
  intended_at: number | null;
  properties: string | null; // JSON
  pending: string | null; // JSON
  metadata: string | null; // JSON
  attributes: string; // JSON
  data: string; // JSON
  requires: string; // JSON
  deletion_policy: string;
  replaces: string | null;
  replaced_by: string | null;
  operation_id: string;
  nested_id: string | null;
  created_at: number;
  updated_at: number;
}
interface EventTable {
  seq: Generated<number>;
  id: string;
  stack_id: string;
  root_id: string;
  resource_name: string;
  resource_type: string;
  physical_id: string | null;
  action: string;
  status: string;
  reason: string;
  properties: string | null; // JSON
  at: number;
}
interface OperationTable {
  seq: Generated<number>;
  id: string;
  stack_id: string;
  action: string;
  state: string;
  template_id: string;
  previous_template_id: string | null;
  plan: string | null; // JSON
  rollback: number;
  cancelled: string;
  deadline_at: number | null;
  reason: string;
  created_at: number;
  ended_at: number | null;
}
interface CredentialTable {
  seq: Generated<number>;
  id: string;
  project_id: string;
  user_id: string;
  sealed: string;
  created_at: number;
}
interface CloudTable {
  seq: Generated<number>;
  id: string;
  project_id: string;
  name: string;
  place: string; // JSON
  secret_id: string | null;
  owns_secret: number;
  sealed: string | null;
  created_at: number;
}
interface SinkTable {
  seq: Generated<number>;
  id: string;
  root_id: string;
  target: string;
  ttl: number;
  delivered: number; // events.seq
  until: number | null; // events.seq
}
interface SettingTable {
  key: string;
  value: string;
}
