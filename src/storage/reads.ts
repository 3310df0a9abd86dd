import type { Compilable, Kysely } from 'kysely';
import { eventList } from './event-list.ts';
import type { Executor } from './executor.ts';
import type { FileMaps } from './files.ts';
import type { Argument, Queries } from './queries.ts';
import { CLOUD, CREDENTIAL, EVENT, OPERATION, RESOURCE, SINK, STACK, TEMPLATE, type Mapping } from './records.ts';
import type { Database } from './schema.ts';
import { stackCount, stackList } from './stack-list.ts';
import {
  UnknownMarker,
  type CloudRecord,
  type CredentialRecord,
  type EventFilter,
  type EventRecord,
  type NumberedEvent,
  type OperationRecord,
  type Page,
  type Reads,
  type ResourceRecord,
  type SinkRecord,
  type StackFilter,
  type StackRecord,
  type TemplateRecord,
} from './types.ts';

/** What the repositories share: one set for each store. */
export interface Tools {
  readonly queries: Queries;
  readonly files: FileMaps;
}

/** Databases limit the parameters of a statement (SQLite: 32,766). */
const IDS_PER_STATEMENT = 1000;

/** {@link Reads} in SQL that every database understands. */
export class SqlReads implements Reads {
  protected readonly executor: Executor;
  protected readonly tools: Tools;

  constructor(executor: Executor, tools: Tools) {
    this.executor = executor;
    this.tools = tools;
  }

  async template(id: string): Promise<TemplateRecord | undefined> {
    const [row] = await this.cached('template', { id }, (db, argument) =>
      db.selectFrom('templates').selectAll().where('id', '=', argument('id')),
    );
    if (row === undefined) return undefined;
    const { filesHash, ...template } = TEMPLATE.fromRow(row);
    return { ...template, files: this.tools.files.kept(filesHash) ?? (await this.#files(filesHash)) };
  }

  async #files(hash: string): Promise<Readonly<Record<string, string>>> {
    const [row] = await this.cached('files', { hash }, (db, argument) =>
      db.selectFrom('files').select('content').where('hash', '=', argument('hash')),
    );
    if (row === undefined) throw new Error(`the files ${hash} of a template are missing`);
    return this.tools.files.keep(hash, row.content);
  }

  async stack(id: string): Promise<StackRecord | undefined> {
    return this.#byId(STACK, id);
  }

  async stackByName(projectId: string, name: string): Promise<StackRecord | undefined> {
    const [row] = await this.cached('stackByName', { projectId, name }, (db, argument) =>
      db
        .selectFrom('stacks')
        .selectAll()
        .where('project_id', '=', argument('projectId'))
        .where('name', '=', argument('name'))
        .where('deleted_at', 'is', null)
        .orderBy('depth')
        .orderBy('seq')
        .limit(1),
    );
    return row && STACK.fromRow(row);
  }

  async stacks(filter: StackFilter, page: Page = {}): Promise<StackRecord[]> {
    const marker = page.marker === undefined ? undefined : await this.#marker(STACK, page.marker);
    const rows = await this.#once((db) => stackList(db, filter, page, marker));
    return rows.map((row) => STACK.fromRow(row));
  }

  async countStacks(filter: StackFilter): Promise<number> {
    const [row] = await this.#once((db) => stackCount(db, filter));
    return row!.total;
  }

  async children(parentId: string): Promise<StackRecord[]> {
    const rows = await this.cached('children', { parentId }, (db, argument) =>
      db
        .selectFrom('stacks')
        .selectAll()
        .where('parent_id', '=', argument('parentId'))
        .where('deleted_at', 'is', null)
        .orderBy('seq'),
    );
    return rows.map((row) => STACK.fromRow(row));
  }

  async tree(rootId: string): Promise<StackRecord[]> {
    const rows = await this.cached('tree', { rootId }, (db, argument) =>
      db
        .selectFrom('stacks')
        .selectAll()
        .where('root_id', '=', argument('rootId'))
        .where('deleted_at', 'is', null)
        .orderBy('depth')
        .orderBy('seq'),
    );
    return rows.map((row) => STACK.fromRow(row));
  }

  async countTreeResources(rootId: string): Promise<number> {
    const [row] = await this.cached('countTreeResources', { rootId }, (db, argument) =>
      db
        .selectFrom('stacks')
        .innerJoin('resources', 'resources.stack_id', 'stacks.id')
        .select((eb) => eb.fn.countAll<number>().as('total'))
        .where('stacks.root_id', '=', argument('rootId'))
        .where('stacks.deleted_at', 'is', null),
    );
    return row!.total;
  }

  async resource(id: string): Promise<ResourceRecord | undefined> {
    return this.#byId(RESOURCE, id);
  }

  async resources(stackId: string): Promise<ResourceRecord[]> {
    const rows = await this.cached('resources', { stackId }, (db, argument) =>
      db.selectFrom('resources').selectAll().where('stack_id', '=', argument('stackId')).orderBy('seq'),
    );
    return rows.map((row) => RESOURCE.fromRow(row));
  }

  async resourcesOfStacks(stackIds: readonly string[]): Promise<ResourceRecord[]> {
    const records: ResourceRecord[] = [];
    for (let from = 0; from < stackIds.length; from += IDS_PER_STATEMENT) {
      const ids = stackIds.slice(from, from + IDS_PER_STATEMENT);
      const rows = await this.#once((db) =>
        db.selectFrom('resources').selectAll().where('stack_id', 'in', ids).orderBy('stack_id').orderBy('seq'),
      );
      for (const row of rows) records.push(RESOURCE.fromRow(row));
    }
    return records;
  }

  async resourceByPhysicalId(physicalId: string): Promise<ResourceRecord | undefined> {
    const [row] = await this.cached('resourceByPhysicalId', { physicalId }, (db, argument) =>
      db
        .selectFrom('resources')
        .innerJoin('stacks', 'stacks.id', 'resources.stack_id')
        .selectAll('resources')
        .where('resources.physical_id', '=', argument('physicalId'))
        .where('stacks.deleted_at', 'is', null)
        .orderBy('resources.seq')
        .limit(1),
    );
    return row && RESOURCE.fromRow(row);
  }

  async events(filter: EventFilter, page: Page = {}): Promise<EventRecord[]> {
    const marker = page.marker === undefined ? undefined : await this.#marker(EVENT, page.marker);
    const rows = await this.#once((db) => eventList(db, filter, page, marker));
    return rows.map((row) => EVENT.fromRow(row));
  }

  async event(id: string): Promise<EventRecord | undefined> {
    return this.#byId(EVENT, id);
  }

  async eventsAfter(rootId: string, number: number, limit: number): Promise<NumberedEvent[]> {
    const rows = await this.cached('eventsAfter', { rootId, number, limit }, (db, argument) =>
      db
        .selectFrom('events')
        .selectAll()
        .where('root_id', '=', argument('rootId'))
        .where('seq', '>', argument('number'))
        .orderBy('seq')
        .limit(argument('limit')),
    );
    return rows.map((row) => ({ number: row.seq, event: EVENT.fromRow(row) }));
  }

  async lastEventNumber(rootId: string, at = Number.MAX_SAFE_INTEGER): Promise<number> {
    const [row] = await this.cached('lastEventNumber', { rootId, at }, (db, argument) =>
      db
        .selectFrom('events')
        .select('seq')
        .where('root_id', '=', argument('rootId'))
        .where('at', '<=', argument('at'))
        .orderBy('seq', 'desc')
        .limit(1),
    );
    return row?.seq ?? 0;
  }

  async sinks(rootId: string): Promise<SinkRecord[]> {
    const rows = await this.cached('sinks', { rootId }, (db, argument) =>
      db.selectFrom('sinks').selectAll().where('root_id', '=', argument('rootId')).orderBy('seq'),
    );
    return rows.map((row) => SINK.fromRow(row));
  }

  async dueSinks(): Promise<SinkRecord[]> {
    const rows = await this.cached('dueSinks', {}, (db) =>
      db
        .selectFrom('sinks')
        .selectAll()
        .where(({ or, eb, exists, selectFrom }) =>
          or([
            eb('until', 'is not', null),
            exists(
              selectFrom('events')
                .select('events.seq')
                .whereRef('events.root_id', '=', 'sinks.root_id')
                .whereRef('events.seq', '>', 'sinks.delivered'),
            ),
          ]),
        )
        .orderBy('root_id')
        .orderBy('seq'),
    );
    return rows.map((row) => SINK.fromRow(row));
  }

  async operation(id: string): Promise<OperationRecord | undefined> {
    return this.#byId(OPERATION, id);
  }

  async unfinishedOperations(): Promise<OperationRecord[]> {
    const rows = await this.cached('unfinishedOperations', {}, (db) =>
      db.selectFrom('operations').selectAll().where('state', 'in', ['PENDING', 'RUNNING']).orderBy('seq'),
    );
    return rows.map((row) => OPERATION.fromRow(row));
  }

  async credential(id: string): Promise<CredentialRecord | undefined> {
    return this.#byId(CREDENTIAL, id);
  }

  async cloud(projectId: string, name: string): Promise<CloudRecord | undefined> {
    const [row] = await this.cached('cloud', { projectId, name }, (db, argument) =>
      db
        .selectFrom('clouds')
        .selectAll()
        .where('project_id', '=', argument('projectId'))
        .where('name', '=', argument('name')),
    );
    return row && CLOUD.fromRow(row);
  }

  async clouds(projectId: string): Promise<CloudRecord[]> {
    const rows = await this.cached('clouds', { projectId }, (db, argument) =>
      db.selectFrom('clouds').selectAll().where('project_id', '=', argument('projectId')).orderBy('name'),
    );
    return rows.map((row) => CLOUD.fromRow(row));
  }

  async setting(key: string): Promise<string | undefined> {
    const [row] = await this.cached('setting', { key }, (db, argument) =>
      db.selectFrom('settings').select('value').where('key', '=', argument('key')),
    );
    return row?.value;
  }

  protected async cached<Row>(
    key: string,
    args: Readonly<Record<string, unknown>>,
    build: (db: Kysely<Database>, argument: Argument) => Compilable<Row>,
  ): Promise<Row[]> {
    return this.executor.rows(this.tools.queries.cached(key, args, build));
  }

  async #once<Row>(build: (db: Kysely<Database>) => Compilable<Row>): Promise<Row[]> {
    return this.executor.rows(this.tools.queries.once(build(this.tools.queries.db)));
  }

  async #row(mapping: Pick<Mapping<object>, 'table'>, id: string): Promise<Record<string, unknown> | undefined> {
    const [row] = await this.cached(`row of ${mapping.table}`, { id }, (db, argument) =>
      db.selectFrom(mapping.table).selectAll().where('id', '=', argument('id')),
    );
    return row as Record<string, unknown> | undefined;
  }

  async #byId<R extends object>(mapping: Mapping<R>, id: string): Promise<R | undefined> {
    const row = await this.#row(mapping, id);
    return row && mapping.fromRow(row);
  }

  async #marker(mapping: Pick<Mapping<object>, 'table'>, id: string): Promise<Record<string, unknown>> {
    const row = await this.#row(mapping, id);
    if (row === undefined) throw new UnknownMarker(`the marker ${id} could not be found`);
    return row;
  }
}
