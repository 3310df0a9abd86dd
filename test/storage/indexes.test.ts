import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Executor, Statement } from '../../src/storage/executor.ts';
import { FileMaps } from '../../src/storage/files.ts';
import { migrate } from '../../src/storage/migrations/migrate.ts';
import { Queries } from '../../src/storage/queries.ts';
import { SqlReads } from '../../src/storage/reads.ts';
import { SqliteConnection } from '../../src/storage/sqlite/connection.ts';
import { SQLITE } from '../../src/storage/sqlite/dialect.ts';
import type { Reads } from '../../src/storage/types.ts';

const connection = new SqliteConnection(':memory:');
const details: string[] = [];
/** Asks how SQLite would go about it, and gives a row for what would not be asked further without one. */
const explaining: Executor = {
  async rows<Row>({ sql, parameters }: Statement<Row>): Promise<Row[]> {
    const plan = connection.run<{ detail: string }>({ sql: `explain query plan ${sql}`, parameters });
    details.push(...plan.map(({ detail }) => detail));
    return [{ total: 0, seq: 1, created_at: 1 } as Row];
  },
};
const reads = new SqlReads(explaining, { queries: new Queries(SQLITE), files: new FileMaps() });

beforeAll(async () => migrate(connection, SQLITE));
afterAll(() => connection.close());

/** Every read; a list asks for the next page too. */
const asked: { [K in keyof Reads]: (() => Promise<unknown>)[] } = {
  template: [async () => reads.template('x').catch(() => 'no such row')],
  stack: [async () => reads.stack('x')],
  stackByName: [async () => reads.stackByName('p', 'x')],
  stacks: [
    async () => reads.stacks({ projectId: 'p' }),
    async () => reads.stacks({ projectId: 'p' }, { limit: 5, marker: 'x' }),
    async () => reads.stacks({ projectId: 'p', nested: true, deleted: true }, { limit: 5, marker: 'x' }),
    async () => reads.stacks({ projectId: 'p', tags: ['a'], notTagsAny: ['b'], statuses: ['FAILED'] }),
    async () => reads.stacks({ ids: ['a', 'b'] }),
    async () => reads.stacks({}, { limit: 5, marker: 'x' }),
  ],
  countStacks: [async () => reads.countStacks({ projectId: 'p' })],
  children: [async () => reads.children('x')],
  tree: [async () => reads.tree('x')],
  countTreeResources: [async () => reads.countTreeResources('x')],
  resource: [async () => reads.resource('x')],
  resources: [async () => reads.resources('x')],
  resourcesOfStacks: [async () => reads.resourcesOfStacks(['x', 'y'])],
  resourceByPhysicalId: [async () => reads.resourceByPhysicalId('x')],
  events: [
    async () => reads.events({ stackIds: ['x'] }),
    async () => reads.events({ stackIds: ['x', 'y'] }, { limit: 5, marker: 'e' }),
    async () => reads.events({ rootId: 'x' }, { limit: 5, marker: 'e' }),
  ],
  event: [async () => reads.event('x')],
  eventsAfter: [async () => reads.eventsAfter('x', 5, 10)],
  lastEventNumber: [async () => reads.lastEventNumber('x'), async () => reads.lastEventNumber('x', 5)],
  sinks: [async () => reads.sinks('x')],
  dueSinks: [async () => reads.dueSinks()],
  operation: [async () => reads.operation('x')],
  unfinishedOperations: [async () => reads.unfinishedOperations()],
  credential: [async () => reads.credential('x')],
  cloud: [async () => reads.cloud('p', 'x')],
  clouds: [async () => reads.clouds('p')],
  setting: [async () => reads.setting('x')],
};

it.each(Object.entries(asked))('%s never goes through a whole table', async (_, queries) => {
  for (const query of queries) {
    details.length = 0;
    await query().catch(() => 'the made-up row does not decode');
    expect(details.length).toBeGreaterThan(0);
    expect(details.filter((detail) => /^SCAN (?!.*USING (COVERING )?INDEX)/.test(detail))).toEqual([]);
  }
});

it('single rows and first pages are not sorted', async () => {
  const simple = [
    ...asked.stackByName,
    ...asked.tree,
    ...asked.resources,
    ...asked.children,
    asked.stacks[0]!,
    asked.stacks[1]!,
    asked.events[0]!,
    asked.events[2]!,
  ];
  for (const query of simple) {
    details.length = 0;
    await query().catch(() => 'the made-up row does not decode');
    expect(details.filter((detail) => detail.includes('TEMP B-TREE'))).toEqual([]);
  }
});
