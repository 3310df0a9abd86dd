import { UniqueViolation } from './executor.ts';
import { SqlReads } from './reads.ts';
import { CLOUD, CREDENTIAL, EVENT, OPERATION, RESOURCE, SINK, STACK, TEMPLATE, type Mapping } from './records.ts';
import type { Database } from './schema.ts';
import {
  NameTaken,
  type CloudRecord,
  type CredentialRecord,
  type EventRecord,
  type OperationRecord,
  type ResourceRecord,
  type SinkRecord,
  type StackRecord,
  type TemplateRecord,
  type Transaction,
} from './types.ts';

/**
 * {@link Transaction} in SQL that every database understands. A change to a row that is gone changes nothing.
 * Resources, events and operations can be added only to a stack that was added before.
 */
export class SqlTransaction extends SqlReads implements Transaction {
  async addTemplate({ files, ...template }: TemplateRecord): Promise<void> {
    const { hash, content } = this.tools.files.hash(files);
    const known = await this.cached('files known', { hash }, (db, argument) =>
      db.selectFrom('files').select('hash').where('hash', '=', argument('hash')),
    );
    if (known.length === 0) await this.#insert('files', { hash, content: content() });
    await this.#add(TEMPLATE, { ...template, filesHash: hash });
  }

  async removeTemplate(id: string): Promise<void> {
    const [removed] = await this.cached('remove template', { id }, (db, argument) =>
      db.deleteFrom('templates').where('id', '=', argument('id')).returning('files_hash'),
    );
    if (removed === undefined) return;
    await this.cached('remove files', { hash: removed.files_hash }, (db, argument) =>
      db
        .deleteFrom('files')
        .where('hash', '=', argument('hash'))
        .where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom('templates').select('id').where('files_hash', '=', argument('hash')))),
        ),
    );
  }

  async addStack(record: StackRecord): Promise<void> {
    await nameTakenUnlessUnique(this.#add(STACK, record));
    await this.#addTags(record.id, record.tags);
  }

  async changeStack(id: string, change: Partial<Omit<StackRecord, 'id'>>): Promise<void> {
    await nameTakenUnlessUnique(this.#change(STACK, id, change));
    if (change.tags === undefined) return;
    await this.cached('remove tags', { id }, (db, argument) =>
      db.deleteFrom('stack_tags').where('stack_id', '=', argument('id')),
    );
    if ((await this.stack(id)) !== undefined) await this.#addTags(id, change.tags);
  }

  async #addTags(stackId: string, tags: readonly string[]): Promise<void> {
    for (const tag of new Set(tags)) await this.#insert('stack_tags', { stack_id: stackId, tag });
  }

  async addResources(records: readonly ResourceRecord[]): Promise<void> {
    for (const record of records) await this.#add(RESOURCE, record);
  }

  async changeResource(id: string, change: Partial<Omit<ResourceRecord, 'id' | 'stackId'>>): Promise<void> {
    await this.#change(RESOURCE, id, change);
  }

  async removeResources(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      await this.cached('remove resource', { id }, (db, argument) =>
        db.deleteFrom('resources').where('id', '=', argument('id')),
      );
    }
  }

  async addEvents(records: readonly EventRecord[]): Promise<void> {
    for (const record of records) await this.#add(EVENT, record);
  }

  async addSink(record: SinkRecord): Promise<void> {
    await this.#add(SINK, record);
  }

  async changeSink(id: string, change: Partial<Pick<SinkRecord, 'delivered' | 'until'>>): Promise<void> {
    await this.#change(SINK, id, change);
  }

  async removeSink(id: string): Promise<void> {
    await this.cached('remove sink', { id }, (db, argument) => db.deleteFrom('sinks').where('id', '=', argument('id')));
  }

  async addOperation(record: OperationRecord): Promise<void> {
    await this.#add(OPERATION, record);
  }

  async changeOperation(id: string, change: Partial<Omit<OperationRecord, 'id' | 'stackId'>>): Promise<void> {
    await this.#change(OPERATION, id, change);
  }

  async addCredential(record: CredentialRecord): Promise<void> {
    await this.#add(CREDENTIAL, record);
  }

  async removeCredential(id: string): Promise<void> {
    await this.cached('remove credential', { id }, (db, argument) =>
      db.deleteFrom('credentials').where('id', '=', argument('id')),
    );
  }

  async addCloud(record: CloudRecord): Promise<void> {
    await nameTakenUnlessUnique(this.#add(CLOUD, record));
  }

  async removeCloud(id: string): Promise<void> {
    await this.cached('remove cloud', { id }, (db, argument) =>
      db.deleteFrom('clouds').where('id', '=', argument('id')),
    );
  }

  async setSetting(key: string, value: string): Promise<void> {
    await this.cached('set setting', { key, value }, (db, argument) =>
      db
        .insertInto('settings')
        .values({ key: argument('key'), value: argument('value') })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: argument('value') })),
    );
  }

  async #add<R extends object>(mapping: Mapping<R>, record: R): Promise<void> {
    await this.#insert(mapping.table, mapping.toRow(record));
  }

  async #insert(table: keyof Database, row: Readonly<Record<string, unknown>>): Promise<void> {
    await this.cached(`insert ${table} ${Object.keys(row).join()}`, row, (db, argument) =>
      db.insertInto(table).values(Object.fromEntries(Object.keys(row).map((column) => [column, argument(column)]))),
    );
  }

  async #change<R extends object>(mapping: Mapping<R>, id: string, change: Partial<R>): Promise<void> {
    const { id: _, ...row } = mapping.toRow(change);
    const columns = Object.keys(row);
    if (columns.length === 0) return;
    await this.cached(`change ${mapping.table} ${columns.join()}`, { ...row, id }, (db, argument) =>
      db
        .updateTable(mapping.table)
        .set(Object.fromEntries(columns.map((column) => [column, argument(column)])) as never)
        .where('id', '=', argument('id')),
    );
  }
}

async function nameTakenUnlessUnique(write: Promise<void>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!(error instanceof UniqueViolation) || !error.columns.includes('name')) throw error;
    throw new NameTaken('the name is taken in the project', { cause: error });
  }
}
