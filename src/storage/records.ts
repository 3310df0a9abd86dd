/** Turns records into rows and back. Columns are the record's keys in snake case. */
import { parseJson, writeJson } from '../expressions/json.ts';
import type { RecordTable } from './schema.ts';
import type {
  CloudRecord,
  CredentialRecord,
  EventRecord,
  OperationRecord,
  ResourceRecord,
  SinkRecord,
  StackRecord,
  TemplateRecord,
} from './types.ts';

/** `plain` is stored as it is, a `flag` as 0 or 1, anything else as JSON, with null as NULL. */
type Kind<T> = [T] extends [string | number | null] ? 'plain' : [T] extends [boolean] ? 'flag' : 'json';
type Kinds<R> = { readonly [K in keyof R]-?: Kind<R[K]> };
type Row = Readonly<Record<string, unknown>>;

/** How records of one kind lie in their table. */
export class Mapping<R extends object> {
  readonly table: RecordTable;
  readonly #fields: readonly { key: string; column: string; kind: 'plain' | 'flag' | 'json' }[];

  constructor(table: RecordTable, kinds: Kinds<R>) {
    this.table = table;
    this.#fields = Object.entries(kinds).map(([key, kind]) => ({
      key,
      column: key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      kind: kind as 'plain' | 'flag' | 'json',
    }));
  }

  /** The columns of the keys that are there and not undefined; other keys are ignored. */
  toRow(record: Partial<R>): Record<string, unknown> {
    const row: Record<string, unknown> = {};
    for (const { key, column, kind } of this.#fields) {
      const value = (record as Row)[key];
      if (value === undefined) continue;
      if (kind === 'plain') row[column] = value;
      else if (kind === 'flag') row[column] = value === true ? 1 : 0;
      else row[column] = value === null ? null : writeJson(value);
    }
    return row;
  }

  fromRow(row: object): R {
    const record: Record<string, unknown> = {};
    for (const { key, column, kind } of this.#fields) {
      const value = (row as Row)[column] ?? null;
      if (kind === 'plain') record[key] = value;
      else if (kind === 'flag') record[key] = value === 1;
      else record[key] = value === null ? null : parseJson(value as string);
    }
    return record as R;
  }
}

/** A template without its files, which lie in a table of their own. */
export const TEMPLATE = new Mapping<Omit<TemplateRecord, 'files'> & { filesHash: string }>('templates', {
  id: 'plain',
  body: 'json',
  environment: 'json',
  filesHash: 'plain',
});

export const STACK = new Mapping<StackRecord>('stacks', {
  id: 'plain',
  name: 'plain',
  projectId: 'plain',
  userId: 'plain',
  username: 'plain',
  parentId: 'plain',
  parentResourceId: 'plain',
  rootId: 'plain',
  depth: 'plain',
  action: 'plain',
  status: 'plain',
  reason: 'plain',
  templateId: 'plain',
  operationId: 'plain',
  credentialId: 'plain',
  stackUserProjectId: 'plain',
  timeoutMins: 'plain',
  disableRollback: 'flag',
  tags: 'json',
  placement: 'json',
  createdAt: 'plain',
  updatedAt: 'plain',
  deletedAt: 'plain',
});

export const RESOURCE = new Mapping<ResourceRecord>('resources', {
  id: 'plain',
  stackId: 'plain',
  name: 'plain',
  type: 'plain',
  action: 'plain',
  status: 'plain',
  reason: 'plain',
  physicalId: 'plain',
  physicalName: 'plain',
  intendedAt: 'plain',
  properties: 'json',
  pending: 'json',
  metadata: 'json',
  attributes: 'json',
  data: 'json',
  requires: 'json',
  deletionPolicy: 'plain',
  replaces: 'plain',
  replacedBy: 'plain',
  operationId: 'plain',
  nestedId: 'plain',
  createdAt: 'plain',
  updatedAt: 'plain',
});

export const EVENT = new Mapping<EventRecord>('events', {
  id: 'plain',
  stackId: 'plain',
  rootId: 'plain',
  resourceName: 'plain',
  resourceType: 'plain',
  physicalId: 'plain',
  action: 'plain',
  status: 'plain',
  reason: 'plain',
  properties: 'json',
  at: 'plain',
});

export const OPERATION = new Mapping<OperationRecord>('operations', {
  id: 'plain',
  stackId: 'plain',
  action: 'plain',
  state: 'plain',
  templateId: 'plain',
  previousTemplateId: 'plain',
  plan: 'json',
  rollback: 'flag',
  cancelled: 'plain',
  deadlineAt: 'plain',
  reason: 'plain',
  createdAt: 'plain',
  endedAt: 'plain',
});

export const CREDENTIAL = new Mapping<CredentialRecord>('credentials', {
  id: 'plain',
  projectId: 'plain',
  userId: 'plain',
  sealed: 'plain',
  createdAt: 'plain',
});

export const CLOUD = new Mapping<CloudRecord>('clouds', {
  id: 'plain',
  projectId: 'plain',
  name: 'plain',
  place: 'json',
  secretId: 'plain',
  ownsSecret: 'flag',
  sealed: 'plain',
  createdAt: 'plain',
});

export const SINK = new Mapping<SinkRecord>('sinks', {
  id: 'plain',
  rootId: 'plain',
  target: 'plain',
  ttl: 'plain',
  delivered: 'plain',
  until: 'plain',
});
