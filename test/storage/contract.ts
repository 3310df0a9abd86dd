import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { float } from '../../src/expressions/values.ts';
import { NameTaken, UnknownMarker, type Store } from '../../src/storage/types.ts';
import { aResource, aStack, aTemplate, anEvent, anOperation } from './samples.ts';

/** What every store must do, whatever the database. `open` gives a new, empty one. */
export function storeContract(name: string, open: () => Promise<Store>): void {
  describe(`store contract: ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(async () => {
      await store.close();
    });

    describe('records', () => {
      it('come back as they were written', async () => {
        const template = aTemplate({
          body: { a: [1, float(1), 1.5, 12345678901234567890n, true, null, 'é\0\ud800'], __proto__x: {} },
          environment: { parameters: { n: float(2) } },
          files: { 'a.yaml': 'x: 1\n', b: 'ü' },
        });
        const stack = aStack({
          operationId: 'o1',
          credentialId: 'c1',
          stackUserProjectId: 'sup',
          timeoutMins: 5,
          disableRollback: false,
          tags: ['b', 'a', 'b'],
          placement: { cloud: 'west', weight: float(1) },
          updatedAt: 2000,
        });
        const nested = aStack({ id: 's2', parentId: 's1', parentResourceId: 'r1', rootId: 's1', depth: 1 });
        const resource = aResource({
          physicalId: 'x',
          intendedAt: 5,
          properties: { f: float(3), big: 2n ** 70n },
          pending: {},
          metadata: null,
          attributes: { a: [] },
          data: { k: 'v' },
          requires: ['r0'],
          deletionPolicy: 'Retain',
          replaces: 'r0',
          replacedBy: 'r2',
          nestedId: 's2',
        });
        const event = anEvent({ reason: 'a\0b ü "\'', physicalId: '', properties: { a: 1 } });
        const operation = anOperation({ plan: { steps: [] }, rollback: true, deadlineAt: 9, endedAt: 10 });
        const credential = { id: 'c1', projectId: 'p1', userId: 'u1', sealed: 'opaque', createdAt: 1 };
        await store.transact(async (tx) => {
          await tx.addTemplate(template);
          await tx.addStack(stack);
          await tx.addStack(nested);
          await tx.addResources([resource]);
          await tx.addEvents([event]);
          await tx.addOperation(operation);
          await tx.addCredential(credential);
          await tx.setSetting('k', 'v');
        });
        expect(await store.template('t1')).toEqual(template);
        expect(await store.stack('s1')).toEqual(stack);
        expect(await store.stack('s2')).toEqual(nested);
        expect(await store.resource('r1')).toEqual(resource);
        expect(await store.event('e1')).toEqual(event);
        expect(await store.operation('o1')).toEqual(operation);
        expect(await store.credential('c1')).toEqual(credential);
        expect(await store.setting('k')).toBe('v');
      });

      it('are undefined where there is none', async () => {
        expect(await store.template('x')).toBeUndefined();
        expect(await store.stack('x')).toBeUndefined();
        expect(await store.stackByName('p1', 'x')).toBeUndefined();
        expect(await store.resource('x')).toBeUndefined();
        expect(await store.resourceByPhysicalId('x')).toBeUndefined();
        expect(await store.event('x')).toBeUndefined();
        expect(await store.operation('x')).toBeUndefined();
        expect(await store.credential('x')).toBeUndefined();
        expect(await store.setting('x')).toBeUndefined();
        expect(await store.resourcesOfStacks([])).toEqual([]);
      });

      it('change only in what is named', async () => {
        await seed({ tags: ['old'] });
        await store.transact(async (tx) => {
          await tx.changeStack('s1', { status: 'FAILED', placement: { cloud: 'west' }, tags: ['new'] });
          const withMore = { physicalId: 'p', requires: ['a'], id: 'other', unknown: 1 };
          await tx.changeResource('r1', withMore);
          await tx.changeResource('r1', {});
          await tx.changeOperation('o1', { state: 'RUNNING', plan: [1], rollback: true });
          await tx.changeStack('gone', { tags: ['x'] });
          await tx.changeResource('gone', { name: 'x' });
          await tx.setSetting('k', 'a');
          await tx.setSetting('k', 'b');
        });
        expect(await store.stack('s1')).toEqual(
          aStack({ status: 'FAILED', placement: { cloud: 'west' }, tags: ['new'] }),
        );
        expect(await store.resource('r1')).toEqual(aResource({ physicalId: 'p', requires: ['a'] }));
        expect(await store.operation('o1')).toEqual(anOperation({ state: 'RUNNING', plan: [1], rollback: true }));
        expect(await store.setting('k')).toBe('b');
        expect(await ids(store.stacks({ tags: ['old'] }))).toEqual([]);
        expect(await ids(store.stacks({ tags: ['new'] }))).toEqual(['s1']);
      });

      it('go when removed', async () => {
        await seed();
        await store.transact(async (tx) => {
          await tx.addCredential({ id: 'c1', projectId: 'p1', userId: 'u1', sealed: 'x', createdAt: 1 });
          await tx.addResources([aResource({ id: 'r2' })]);
        });
        await store.transact(async (tx) => {
          await tx.removeCredential('c1');
          await tx.removeResources(['r1', 'gone']);
          await tx.removeTemplate('gone');
        });
        expect(await store.credential('c1')).toBeUndefined();
        expect(await ids(store.resources('s1'))).toEqual(['r2']);
      });
    });

    describe('sinks', () => {
      const sink = { id: 'k1', rootId: 's1', target: 'q', ttl: 60, delivered: 0, until: null };
      const numbers = async (from: number, limit = 10): Promise<string[]> =>
        (await store.eventsAfter('s1', from, limit)).map(({ event }) => event.id);

      it('come back in the order of being added, until they are removed', async () => {
        await seed();
        await store.transact(async (tx) => {
          await tx.addSink(sink);
          await tx.addSink({ ...sink, id: 'k0', target: 'p' });
          await tx.changeSink('k0', { until: 5 });
        });
        expect(await store.sinks('s1')).toEqual([sink, { ...sink, id: 'k0', target: 'p', until: 5 }]);
        expect(await store.sinks('s2')).toEqual([]);
        await store.transact((tx) => tx.removeSink('k1'));
        expect(await ids(store.sinks('s1'))).toEqual(['k0']);
      });

      it('are due while events come after the last one delivered, or no more are to come', async () => {
        await seed();
        await store.transact(async (tx) => {
          await tx.addSink({ ...sink, delivered: await tx.lastEventNumber('s1') });
          await tx.addSink({ ...sink, id: 'k2', delivered: 1_000_000, until: 1_000_000 });
        });
        expect(await ids(store.dueSinks())).toEqual(['k2']);
        await store.transact((tx) => tx.addEvents([anEvent({ id: 'later' })]));
        expect(await ids(store.dueSinks())).toEqual(['k1', 'k2']);
        const last = await store.lastEventNumber('s1');
        await store.transact((tx) => tx.changeSink('k1', { delivered: last }));
        expect(await ids(store.dueSinks())).toEqual(['k2']);
      });

      it('go through the events of a tree by number', async () => {
        await seed();
        const before = await store.lastEventNumber('s1');
        await store.transact(async (tx) => {
          await tx.addStack(aStack({ id: 's2', parentId: 's1', rootId: 's1', depth: 1 }));
          await tx.addStack(aStack({ id: 'other', name: 'other' }));
          await tx.addEvents([
            anEvent({ id: 'a', at: 10 }),
            anEvent({ id: 'b', stackId: 's2', at: 20 }),
            anEvent({ id: 'x', stackId: 'other', rootId: 'other', at: 20 }),
            anEvent({ id: 'c', at: 30 }),
          ]);
        });
        expect(await numbers(before)).toEqual(['a', 'b', 'c']);
        expect(await numbers(before, 2)).toEqual(['a', 'b']);
        expect(await numbers(await store.lastEventNumber('s1', 20))).toEqual(['c']);
        expect(await numbers(await store.lastEventNumber('s1'))).toEqual([]);
        expect(await store.lastEventNumber('s1', 9)).toBeLessThanOrEqual(before);
        expect(await store.lastEventNumber('nowhere')).toBe(0);
      });
    });

    describe('files of templates', () => {
      const files = { 'a.yaml': 'text' };
      it('are shared, and last as long as one template uses them', async () => {
        await store.transact(async (tx) => {
          await tx.addTemplate(aTemplate({ files }));
          await tx.addTemplate(aTemplate({ id: 't2', files: { ...files } }));
        });
        const [one, two] = [(await store.template('t1'))!.files, (await store.template('t2'))!.files];
        expect(one).toEqual(files);
        expect(two).toBe(one);
        await store.transact(async (tx) => tx.removeTemplate('t1'));
        expect((await store.template('t2'))!.files).toEqual(files);
        await store.transact(async (tx) => tx.removeTemplate('t2'));
        expect(await store.template('t2')).toBeUndefined();
        await store.transact(async (tx) => tx.addTemplate(aTemplate({ id: 't3', files: one })));
        expect((await store.template('t3'))!.files).toEqual(files);
      });

      it('are what they were when added, though the map is changed later', async () => {
        const map: Record<string, string> = { a: '1' };
        await store.transact(async (tx) => tx.addTemplate(aTemplate({ files: map })));
        map['a'] = '2';
        await store.transact(async (tx) => tx.addTemplate(aTemplate({ id: 't2', files: map })));
        expect((await store.template('t1'))!.files).toEqual({ a: '1' });
        expect((await store.template('t2'))!.files).toEqual({ a: '2' });
      });
    });

    describe('names of stacks', () => {
      it('are unique among live outermost stacks of a project', async () => {
        await seed();
        const add = async (change: object) =>
          store.transact(async (tx) => tx.addStack(aStack({ id: 's9', ...change })));
        await expect(add({})).rejects.toThrow(NameTaken);
        expect(await store.stack('s9')).toBeUndefined();
        await add({ id: 'other-project', projectId: 'p2' });
        await add({ id: 'nested', parentId: 's1', depth: 1 });
        await add({ id: 'deleted', deletedAt: 5 });
        await add({ id: 'other-name', name: 'db' });
        await expect(store.transact(async (tx) => tx.changeStack('other-name', { name: 'web' }))).rejects.toThrow(
          NameTaken,
        );
        await store.transact(async (tx) => {
          await tx.changeStack('s1', { deletedAt: 7 });
          await tx.addStack(aStack({ id: 's9' }));
        });
        expect((await store.stackByName('p1', 'web'))!.id).toBe('s9');
      });

      it('of a transaction that tried a taken one and went on are kept', async () => {
        await seed();
        await store.transact(async (tx) => {
          await expect(tx.addStack(aStack({ id: 's9' }))).rejects.toThrow(NameTaken);
          await tx.addStack(aStack({ id: 's9', name: 'web-2' }));
        });
        expect((await store.stackByName('p1', 'web-2'))!.id).toBe('s9');
      });

      it('an id that is taken is not a name that is taken', async () => {
        await seed();
        const again = store.transact(async (tx) => tx.addStack(aStack({ name: 'else' })));
        await expect(again).rejects.toThrow(/id/);
        await expect(again).rejects.not.toThrow(NameTaken);
      });

      it('find the outermost stack first', async () => {
        await store.transact(async (tx) => {
          await tx.addStack(aStack({ id: 'nested', parentId: 's1', rootId: 's1', depth: 1 }));
          await tx.addStack(aStack());
          await tx.addStack(aStack({ id: 'alone', name: 'only-nested', parentId: 's1', depth: 1 }));
        });
        expect((await store.stackByName('p1', 'web'))!.id).toBe('s1');
        expect((await store.stackByName('p1', 'only-nested'))!.id).toBe('alone');
        expect(await store.stackByName('p2', 'web')).toBeUndefined();
      });
    });

    describe('stacks', () => {
      beforeEach(async () => {
        await store.transact(async (tx) => {
          await tx.addStack(aStack({ id: 'a', name: 'c', createdAt: 1, tags: ['x', 'y'], timeoutMins: 5 }));
          await tx.addStack(aStack({ id: 'b', name: 'b', createdAt: 2, tags: ['x'], status: 'FAILED', updatedAt: 9 }));
          await tx.addStack(aStack({ id: 'c', name: 'a', createdAt: 2, reason: 'why', updatedAt: 8 }));
          await tx.addStack(aStack({ id: 'd', name: 'd', projectId: 'p2', username: 'eve', disableRollback: false }));
          await tx.addStack(aStack({ id: 'n', parentId: 'a', rootId: 'a', depth: 1, stackUserProjectId: 'sup' }));
          await tx.addStack(aStack({ id: 'z', name: 'z', action: 'DELETE', deletedAt: 5 }));
        });
      });

      it.each([
        [{ projectId: 'p1' }, ['c', 'b', 'a']],
        [{}, ['d', 'c', 'b', 'a']],
        [{ ids: ['a', 'd', 'n'] }, ['d', 'a']],
        [{ ids: [] }, []],
        [{ names: ['a', 'b'] }, ['c', 'b']],
        [{ statuses: ['FAILED' as const] }, ['b']],
        [{ actions: ['DELETE' as const] }, []],
        [{ actions: ['DELETE' as const], deleted: true }, ['z']],
        [{ reasons: ['why'] }, ['c']],
        [{ usernames: ['eve'] }, ['d']],
        [{ parentIds: ['a'] }, []],
        [{ parentIds: ['a'], nested: true }, ['n']],
        [{ stackUserProjectIds: ['sup'], nested: true }, ['n']],
        [{ disableRollback: false }, ['d']],
        [{ timeoutMins: 5 }, ['a']],
        [{ tags: ['x', 'y'] }, ['a']],
        [{ tags: [] }, ['d', 'c', 'b', 'a']],
        [{ tagsAny: ['y', 'x'] }, ['b', 'a']],
        [{ notTags: ['x', 'y'] }, ['d', 'c', 'b']],
        [{ notTagsAny: ['x', 'y'] }, ['d', 'c']],
        [{ deleted: true, nested: true }, ['n', 'z', 'd', 'c', 'b', 'a'].toSorted()],
      ])('are filtered by %j', async (filter, expected) => {
        const found = await ids(store.stacks(filter));
        expect('deleted' in filter && 'nested' in filter ? found.toSorted() : found).toEqual(expected);
        expect(await store.countStacks(filter)).toBe(expected.length);
      });

      it.each([
        [[{ key: 'name', descending: false }], ['c', 'b', 'a', 'd']],
        [[{ key: 'name', descending: true }], ['d', 'a', 'b', 'c']],
        [[{ key: 'createdAt', descending: false }], ['a', 'b', 'c', 'd']],
        [[{ key: 'updatedAt', descending: false }], ['a', 'd', 'c', 'b']],
        [[{ key: 'updatedAt', descending: true }], ['b', 'c', 'd', 'a']],
        [
          [
            { key: 'status', descending: false },
            { key: 'createdAt', descending: true },
          ],
          ['b', 'd', 'c', 'a'],
        ],
        [[{ key: 'unknown; drop table', descending: false }], ['d', 'c', 'b', 'a']],
      ])('are sorted by %j, whole and page by page', async (sort, expected) => {
        expect(await ids(store.stacks({}, { sort }))).toEqual(expected);
        const paged: string[] = [];
        for (let marker: string | undefined; paged.length < 10; marker = paged.at(-1)) {
          const page = await ids(store.stacks({}, { sort, limit: 1, ...(marker === undefined ? {} : { marker }) }));
          if (page.length === 0) break;
          paged.push(...page);
        }
        expect(paged).toEqual(expected);
      });

      it('refuse an unknown marker', async () => {
        await expect(store.stacks({}, { marker: 'nope' })).rejects.toThrow(UnknownMarker);
        await expect(store.events({}, { marker: 'nope' })).rejects.toThrow(UnknownMarker);
      });

      it('form trees', async () => {
        await store.transact(async (tx) => {
          await tx.addStack(aStack({ id: 'n2', parentId: 'n', rootId: 'a', depth: 2 }));
          await tx.addStack(aStack({ id: 'n3', parentId: 'a', rootId: 'a', depth: 1 }));
          await tx.addStack(aStack({ id: 'dead', parentId: 'a', rootId: 'a', depth: 1, deletedAt: 3 }));
          await tx.changeStack('a', { rootId: 'a' });
          await tx.addResources([
            aResource({ id: 'r1', stackId: 'a', nestedId: 'n', physicalId: 'n' }),
            aResource({ id: 'r2', stackId: 'n2', physicalId: 'phys' }),
            aResource({ id: 'r3', stackId: 'dead', physicalId: 'ghost' }),
            aResource({ id: 'r4', stackId: 'b' }),
          ]);
        });
        expect(await ids(store.children('a'))).toEqual(['n', 'n3']);
        expect(await ids(store.tree('a'))).toEqual(['a', 'n', 'n3', 'n2']);
        expect(await store.countTreeResources('a')).toBe(2);
        expect((await ids(store.resourcesOfStacks(['a', 'n2', 'b']))).toSorted()).toEqual(['r1', 'r2', 'r4']);
        expect((await store.resourceByPhysicalId('phys'))!.id).toBe('r2');
        expect(await store.resourceByPhysicalId('ghost')).toBeUndefined();
      });

      it('takes many ids at once', async () => {
        await store.transact(async (tx) => tx.addResources([aResource({ stackId: 'b' })]));
        const many = Array.from({ length: 2500 }, (_, index) => `missing-${index}`);
        expect(await ids(store.resourcesOfStacks([...many, 'b']))).toEqual(['r1']);
      });
    });

    describe('events', () => {
      beforeEach(async () => {
        await seed();
        await store.transact(async (tx) => {
          await tx.addStack(aStack({ id: 's2', name: 'n', parentId: 's1', rootId: 's1' }));
          await tx.addEvents([
            anEvent({ id: 'e1', at: 5 }),
            anEvent({ id: 'e2', at: 5, resourceName: 'b', resourceType: 'A' }),
            anEvent({ id: 'e3', at: 4, stackId: 's2', status: 'FAILED' }),
            anEvent({ id: 'e4', at: 6, rootId: 'other', action: 'DELETE' }),
          ]);
        });
      });
      it.each([
        [{ stackIds: ['s1'] }, {}, ['e4', 'e2', 'e1']],
        [{ stackIds: [] }, {}, []],
        [{ rootId: 's1' }, {}, ['e3', 'e2', 'e1']],
        [{ resourceNames: ['b'] }, {}, ['e2']],
        [{ types: ['A'] }, {}, ['e2']],
        [{ statuses: ['FAILED'] }, {}, ['e3']],
        [{ actions: ['DELETE'] }, {}, ['e4']],
        [{}, { limit: 2 }, ['e4', 'e3']],
        [{}, { limit: 0 }, []],
        [{}, { marker: 'e3' }, ['e2', 'e1']],
        [{}, { sort: [{ key: 'at', descending: false }] }, ['e3', 'e1', 'e2', 'e4']],
        [{}, { sort: [{ key: 'at', descending: true }], marker: 'e2' }, ['e1', 'e3']],
        [{}, { sort: [{ key: 'resourceType', descending: false }], marker: 'e2' }, ['e1', 'e3', 'e4']],
      ])('are listed by %j, %j', async (filter, page, expected) => {
        expect(await ids(store.events(filter, page))).toEqual(expected);
      });
    });

    it('knows the operations that are not finished, oldest first', async () => {
      await seed();
      await store.transact(async (tx) => {
        await tx.addOperation(anOperation({ id: 'o3', state: 'COMPLETE' }));
        await tx.addOperation(anOperation({ id: 'o2', state: 'RUNNING', createdAt: 2 }));
        await tx.addOperation(anOperation({ id: 'o0', state: 'SUPERSEDED' }));
      });
      expect(await ids(store.unfinishedOperations())).toEqual(['o1', 'o2']);
    });

    describe('transactions', () => {
      it('give the result of the work, and see their own writes', async () => {
        const seen = await store.transact(async (tx) => {
          await tx.setSetting('k', 'v');
          return tx.setting('k');
        });
        expect(seen).toBe('v');
      });

      it('that throw undo their own writes only', async () => {
        const results = await Promise.allSettled([
          store.transact(async (tx) => tx.setSetting('a', '1')),
          store.transact(async (tx) => {
            await tx.setSetting('b', '2');
            await tx.setSetting('a', 'spoilt');
            throw new Error('changed my mind');
          }),
          store.transact(async (tx) => {
            expect(await tx.setting('a')).toBe('1');
            await tx.setSetting('c', '3');
          }),
        ]);
        expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
        expect(results[1]).toMatchObject({ reason: { message: 'changed my mind' } });
        expect(await store.setting('a')).toBe('1');
        expect(await store.setting('b')).toBeUndefined();
        expect(await store.setting('c')).toBe('3');
      });

      it('that make no sense to the database undo their own writes only', async () => {
        const results = await Promise.allSettled([
          store.transact(async (tx) => tx.setSetting('a', '1')),
          store.transact(async (tx) => {
            await tx.setSetting('b', '2');
            await tx.addResources([aResource({ stackId: 'no such stack' })]);
          }),
          store.transact(async (tx) => tx.setSetting('c', '3')),
        ]);
        expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
        expect([await store.setting('a'), await store.setting('b'), await store.setting('c')]).toEqual([
          '1',
          undefined,
          '3',
        ]);
      });

      it('show nothing to the outside before they are done', async () => {
        const seen: (string | undefined)[] = [];
        let read: Promise<void> | undefined;
        await store.transact(async (tx) => {
          await tx.setSetting('k', 'half');
          read = store.setting('k').then((value) => void seen.push(value));
          for (let hops = 0; hops < 50; hops += 1) await Promise.resolve();
          await tx.setSetting('k', 'whole');
        });
        await read;
        expect(seen).not.toContain('half');
        expect(await store.setting('k')).toBe('whole');
      });

      it('refuse statements after their end', async () => {
        const escaped = await store.transact(async (tx) => ({ tx }));
        await expect(escaped.tx.setSetting('k', 'late')).rejects.toThrow(/ended/);
        expect(await store.setting('k')).toBeUndefined();
      });

      it('started while others are committed are done too', async () => {
        const done: number[] = [];
        const chain = async (n: number): Promise<void> => {
          await store.transact(async (tx) => tx.setSetting(`k${n}`, String(n)));
          done.push(n);
          if (n % 10 !== 9) await chain(n + 1);
        };
        await Promise.all([chain(0), chain(10), chain(20)]);
        expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index));
        expect(await store.setting('k29')).toBe('29');
      });
    });

    it('answers, until it is closed', async () => {
      expect(await store.healthy()).toBe(true);
      const last = store.transact(async (tx) => tx.setSetting('k', 'last'));
      const closed = store.close();
      await expect(store.transact(async () => 1)).rejects.toThrow(/closed/);
      await expect(last).resolves.toBeUndefined();
      await closed;
      expect(await store.healthy()).toBe(false);
      await expect(store.setting('k')).rejects.toThrow(/closed/);
    });

    async function seed(change: Parameters<typeof aStack>[0] = {}): Promise<void> {
      await store.transact(async (tx) => {
        await tx.addTemplate(aTemplate());
        await tx.addStack(aStack(change));
        await tx.addResources([aResource()]);
        await tx.addOperation(anOperation());
      });
    }
  });
}

async function ids(records: Promise<readonly { id: string }[]>): Promise<string[]> {
  return (await records).map(({ id }) => id);
}
