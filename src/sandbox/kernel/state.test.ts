import { describe, expect, it } from 'vitest';
import { State } from './state.ts';
import { MemoryStateFile, type StateFile } from './statefile.ts';

interface Thing {
  readonly id: string;
  readonly colour: string;
  readonly inner?: { readonly n: number };
}

function things(state: State) {
  return state.collection<Thing>('things');
}

describe('State', () => {
  it('goes on from its file, in the order things came', async () => {
    const file = new MemoryStateFile();
    const first = new State(file);
    for (const id of ['b', 'a', 'c']) things(first).put({ id, colour: 'red' });
    things(first).update('a', { colour: 'blue' });
    things(first).delete('b');
    await first.flush();
    const second = things(new State(file));
    expect([...second.values()]).toEqual([
      { id: 'a', colour: 'blue' },
      { id: 'c', colour: 'red' },
    ]);
  });

  it('keeps nothing that was not flushed', async () => {
    const file = new MemoryStateFile();
    const state = new State(file);
    things(state).put({ id: 'a', colour: 'red' });
    expect(things(new State(file)).size).toBe(0);
    await state.flush();
    expect(things(new State(file)).size).toBe(1);
  });

  it('takes a failed transaction back, indexes included', async () => {
    const file = new MemoryStateFile();
    const state = new State(file);
    const all = things(state);
    const byColour = all.index(({ colour }) => colour);
    all.put({ id: 'a', colour: 'red' });
    expect(() =>
      state.transaction(() => {
        all.update('a', { colour: 'blue' });
        all.put({ id: 'b', colour: 'blue' });
        all.delete('a');
        throw new Error('no');
      }),
    ).toThrow('no');
    await state.flush();
    expect(byColour('red')).toEqual([{ id: 'a', colour: 'red' }]);
    expect(byColour('blue')).toEqual([]);
    expect([...things(new State(file)).values()]).toEqual([{ id: 'a', colour: 'red' }]);
  });

  it('writes a transaction as one line, so that a torn file has all of it or nothing', async () => {
    const file = new MemoryStateFile();
    const state = new State(file);
    state.transaction(() => {
      things(state).put({ id: 'a', colour: 'red' });
      things(state).put({ id: 'b', colour: 'red' });
    });
    await state.flush();
    expect([...file.load()]).toHaveLength(1);
  });

  it('lets many requests share one write', async () => {
    const writes: number[] = [];
    const file: StateFile = {
      load: () => [],
      append: (lines) => Promise.resolve(void writes.push(lines.length)),
      replace: () => {},
      close: () => {},
    };
    const state = new State(file);
    const flushes = Array.from({ length: 100 }, (_one, i) => {
      state.transaction(() => things(state).put({ id: String(i), colour: 'red' }));
      return state.flush();
    });
    await Promise.all(flushes);
    expect(writes.reduce((sum, n) => sum + n, 0)).toBe(100);
    expect(writes.length).toBeLessThan(5);
  });

  it('makes a reader wait for what it may have seen', async () => {
    let done = (): void => {};
    const file: StateFile = {
      load: () => [],
      append: () => new Promise((resolve) => (done = resolve)),
      replace: () => {},
      close: () => {},
    };
    const state = new State(file);
    things(state).put({ id: 'a', colour: 'red' });
    const writer = state.flush();
    await Promise.resolve();
    let read = false;
    const reader = state.flush().then(() => (read = true));
    await Promise.resolve();
    expect(read).toBe(false);
    done();
    await Promise.all([writer, reader]);
    expect(read).toBe(true);
  });

  it('refuses changes in place, which would be lost with the process', () => {
    const all = things(new State());
    const kept = all.put({ id: 'a', colour: 'red', inner: { n: 1 } });
    expect(() => Object.assign(kept.inner!, { n: 2 })).toThrow(TypeError);
  });

  it('compacts to one line an item', async () => {
    const file = new MemoryStateFile();
    const state = new State(file);
    for (let i = 0; i < 50; i += 1) state.transaction(() => things(state).put({ id: 'a', colour: String(i) }));
    await state.flush();
    expect([...file.load()]).toHaveLength(50);
    state.compact();
    expect([...file.load()]).toHaveLength(1);
    expect(things(new State(file)).get('a')?.colour).toBe('49');
  });
});
