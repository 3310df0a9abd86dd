import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StoreUnusable } from '../../src/storage/executor.ts';
import { SqliteConnection } from '../../src/storage/sqlite/connection.ts';
import { MemoryDatabase } from '../../src/storage/sqlite/memory.ts';
import { openStore } from '../../src/storage/sqlite/open.ts';
import { storeContract } from './contract.ts';
import { aResource, aStack } from './samples.ts';

let folder: string;
let files = 0;
const newPath = (): string => join(folder, `${(files += 1)}`, 'store.db');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'isotherm-store-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

storeContract('SQLite in a file', async () => openStore({ path: newPath() }));
storeContract('SQLite in memory', async () => openStore({ memory: true }));

describe('a database file', () => {
  it('keeps what was written, and is for its owner only', async () => {
    const path = newPath();
    const first = await openStore({ path });
    await first.transact(async (tx) => tx.addStack(aStack()));
    await first.close();
    const second = await openStore({ path });
    expect(await second.stack('s1')).toEqual(aStack());
    for (const end of ['', '-wal', '-shm', '.lock']) expect(statSync(path + end).mode & 0o077).toBe(0);
    await second.close();
  });

  it('is for one at a time', async () => {
    const path = newPath();
    const first = await openStore({ path });
    await expect(openStore({ path, patience: 0 })).rejects.toThrow(/in use by another process/);
    await first.transact(async (tx) => tx.setSetting('k', 'v'));
    await first.close();
    const second = await openStore({ path });
    expect(await second.setting('k')).toBe('v');
    await second.close();
  });

  it('of a newer version is refused and left alone', async () => {
    const path = newPath();
    await (await openStore({ path })).close();
    const connection = new SqliteConnection(path);
    connection.execute(`insert into migrations values (99, 'from-the-future')`);
    connection.close();
    const opening = openStore({ path });
    await expect(opening).rejects.toThrow(StoreUnusable);
    await expect(opening).rejects.toThrow(/schema version 99.*newer version/s);
    const after = new SqliteConnection(path);
    expect(after.run({ sql: 'select max(version) as v from migrations', parameters: [] })).toEqual([{ v: 99 }]);
    after.close();
  });

  it.each([
    ['that is none', () => writeFileSync(join(folder, 'text'), 'these are words, not pages\n'.repeat(50)), 'text'],
    ['below a file', () => writeFileSync(join(folder, 'file'), ''), 'file/store.db'],
  ])('%s is refused with a reason', async (_, prepare, path) => {
    prepare();
    const opening = openStore({ path: join(folder, path) });
    await expect(opening).rejects.toThrow(StoreUnusable);
    await expect(opening).rejects.toThrow(path);
  });
});

describe('group commit', () => {
  it('commits once for all that came in one tick', async () => {
    const flushes: (() => void)[] = [];
    const store = await openStore({ path: newPath(), schedule: (run) => void flushes.push(run) });
    const order: string[] = [];
    const writes = ['a', 'b', 'c'].map(async (key) => {
      await store.transact(async (tx) => tx.setSetting(key, key));
      order.push(key);
    });
    await settled();
    expect(flushes).toHaveLength(1);
    expect(order).toEqual([]);
    flushes.shift()!();
    await Promise.all(writes);
    expect(order).toEqual(['a', 'b', 'c']);
    const next = store.transact(async (tx) => tx.setSetting('d', 'd'));
    expect(flushes).toHaveLength(1);
    flushes.shift()!();
    await next;
    await store.close();
  });

  it('rejects all of a batch that cannot be committed, and lives on', async () => {
    const path = newPath();
    const store = await openStore({ path });
    await store.transact(async (tx) => tx.addStack(aStack()));
    const other = new SqliteConnection(path);
    // A deferred foreign key fails at COMMIT and not before.
    other.execute('create table trap (id text references stacks (id) deferrable initially deferred)');
    other.execute(`create trigger sprung after insert on settings when new.key = 'trap'
      begin insert into trap values ('nowhere'); end`);
    other.close();
    const results = await Promise.allSettled([
      store.transact(async (tx) => tx.setSetting('a', '1')),
      store.transact(async (tx) => tx.setSetting('trap', '1')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await store.setting('a')).toBeUndefined();
    await store.transact(async (tx) => tx.setSetting('a', '2'));
    expect(await store.setting('a')).toBe('2');
    await store.close();
  });
});

describe('a killed store', () => {
  const inFile = (): { path: string } => ({ path: newPath() });
  const inMemory = (): { memory: MemoryDatabase } => ({ memory: new MemoryDatabase() });
  it.each([
    ['a file', inFile],
    ['memory', inMemory],
  ])('keeps in %s what was acknowledged, and never answers again', async (_, where) => {
    const options = where();
    const store = await openStore(options);
    await store.transact(async (tx) => tx.addStack(aStack()));
    const answers: string[] = [];
    const note = (name: string) => (): void => void answers.push(name);
    const running = store.transact(async (tx) => {
      await tx.addResources([aResource()]);
      store.kill();
      await tx.addResources([aResource({ id: 'r2' })]);
    });
    void running.then(note('running'), note('running'));
    store.transact(async (tx) => tx.setSetting('queued', '1')).then(note('queued'), note('queued'));
    await new Promise((resolve) => setImmediate(resolve));
    store.transact(async (tx) => tx.setSetting('late', '1')).then(note('late'), note('late'));
    store.stack('s1').then(note('read'), note('read'));
    const next = await openStore(options);
    await next.transact(async (tx) => tx.setSetting('k', 'v'));
    expect(await next.stack('s1')).toEqual(aStack());
    expect(await next.resources('s1')).toEqual([]);
    expect([await next.setting('queued'), await next.setting('late'), await next.setting('k')]).toEqual([
      undefined,
      undefined,
      'v',
    ]);
    expect(answers).toEqual([]);
    await next.close();
  });

  it('writes nothing more, though its work goes on while its successor writes', async () => {
    const memory = new MemoryDatabase();
    const store = await openStore({ memory });
    let goOn = (): void => {};
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    let begun = (): void => {};
    const running = new Promise<void>((resolve) => (begun = resolve));
    void store.transact(async (tx) => {
      begun();
      await gate;
      await tx.setSetting('ghost', '1');
    });
    await running;
    store.kill();
    const next = await openStore({ memory });
    await next.transact(async (tx) => {
      await tx.setSetting('k', 'v');
      goOn();
      await settled();
    });
    expect([await next.setting('ghost'), await next.setting('k')]).toEqual([undefined, 'v']);
    await next.close();
    memory.close();
  });
});

async function settled(): Promise<void> {
  for (let hops = 0; hops < 20; hops += 1) await Promise.resolve();
}
