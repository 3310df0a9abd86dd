import { describe, expect, it } from 'vitest';
import { State } from '../kernel/state.ts';
import { MemoryStateFile } from '../kernel/statefile.ts';
import { Timeline, type Changing } from './pending.ts';

interface Thing extends Changing<Thing> {
  readonly id: string;
  readonly status: string;
}

function timeline(state: State, time: { now: number }): Timeline<Thing> {
  return new Timeline(state.collection<Thing>('things'), { now: () => time.now, sleep: () => Promise.resolve() });
}

describe('Timeline', () => {
  it('shows a change once its time has come', () => {
    const time = { now: 0 };
    const things = timeline(new State(), time);
    things.items.put({ id: '1', status: 'new', pending: { at: 10, changes: { status: 'ready' } } });
    expect(things.get('1')!.status).toBe('new');
    time.now = 10;
    expect(things.get('1')).toEqual({ id: '1', status: 'ready' });
  });

  it('forgets what is gone', () => {
    const time = { now: 0 };
    const things = timeline(new State(), time);
    things.items.put({ id: '1', status: 'going', pending: { at: 10, changes: { gone: true } } });
    things.sweep();
    expect(things.get('1')!.status).toBe('going');
    time.now = 11;
    expect(things.get('1')).toBeUndefined();
    expect(things.filter(() => true)).toEqual([]);
    expect(things.items.size).toBe(1);
    things.sweep();
    expect(things.items.size).toBe(0);
  });

  it('drops what was to come on an update, keeps it on an amendment', () => {
    const time = { now: 0 };
    const things = timeline(new State(), time);
    const thing = things.items.put({ id: '1', status: 'a', pending: { at: 10, changes: { status: 'b' } } });
    things.amend(thing, { status: 'x' });
    time.now = 20;
    expect(things.get('1')!.status).toBe('b');
    things.update(thing, { status: 'y' });
    expect(things.get('1')!.status).toBe('y');
  });

  it('goes on where a process ended', async () => {
    const file = new MemoryStateFile();
    const time = { now: 0 };
    const before = new State(file);
    timeline(before, time).items.put({ id: '1', status: 'new', pending: { at: 10, changes: { status: 'ready' } } });
    await before.flush();
    time.now = 99;
    expect(timeline(new State(file), time).get('1')!.status).toBe('ready');
  });
});
