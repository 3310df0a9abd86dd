/** One template on many clouds: waves, chains, failures borne, and clouds that hang. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Value, ValueMap } from '../../src/expressions/values.ts';
import { ManyClouds, type Place } from './support/many-clouds.ts';
import { setOf } from './support/stack-set.ts';
import { mapAt, outputsOf, type User } from './support/user.ts';

/** What each answer of a good cloud takes, on the virtual clock. */
const SLOW_MS = 5_000;

describe('a stack set', () => {
  let world: ManyClouds;
  let east: Place;
  let user: User;

  const join = async (name: string): Promise<void> => {
    world.cloud(name);
    const answer = await user.ask('POST', '/clouds', { name, ...world.credential(name) });
    expect(answer.status).toBe(201);
  };
  const statuses = (table: Value | undefined): Record<string, string> =>
    Object.fromEntries(
      Object.entries(table as ValueMap).map(([name, state]) => [name, String((state as ValueMap)['status'])]),
    );

  beforeEach(async () => {
    world = new ManyClouds();
    world.cloud('east');
    await world.run(async () => {
      east = await world.server('east');
      user = await world.user(east, 'east');
    });
  });
  afterEach(() => world.close());

  it('makes the stack on every cloud with its own parameters, and takes each away that is listed no more', async () => {
    await world.run(async () => {
      for (const name of ['a', 'b', 'c']) await join(name);
      const clouds: ValueMap[] = [
        { cloud: 'a' },
        { cloud: 'b', parameters: { where: 'at-b' } },
        { name: 'third', cloud: 'c' },
      ];
      const id = await user.create('s', setOf(clouds));
      const made = await user.ended('s', id);
      expect(`${String(made['stack_status'])} ${String(made['stack_status_reason'])}`).toContain('CREATE_COMPLETE');
      const { status, outputs } = outputsOf(made);
      expect(statuses(status)).toEqual({ a: 'CREATE_COMPLETE', b: 'CREATE_COMPLETE', third: 'CREATE_COMPLETE' });
      expect(outputs).toEqual({ a: { name: 'everywhere' }, b: { name: 'at-b' }, third: { name: 'everywhere' } });
      for (const name of ['a', 'b', 'c']) expect(await world.serversOn(name)).toHaveLength(1);

      await user.update('s', id, setOf(clouds.slice(0, 2)));
      const fewer = await user.ended('s', id);
      expect(`${String(fewer['stack_status'])} ${String(fewer['stack_status_reason'])}`).toContain('UPDATE_COMPLETE');
      expect(await world.serversOn('c')).toEqual([]);
      expect((await user.remove('s', id))['stack_status']).toBe('DELETE_COMPLETE');
      for (const name of ['a', 'b']) expect(await world.serversOn(name)).toEqual([]);
    });
  });

  it('goes wave by wave, and so many at a time', async () => {
    await world.run(async () => {
      const names = ['a', 'b', 'c', 'd', 'e'];
      for (const name of names) await join(name);
      const begun: string[] = [];
      const ended: string[] = [];
      const clouds = names.map((cloud, i) => ({ cloud, wave: i < 3 ? 1 : 2 }));
      const id = await user.create('s', setOf(clouds, { concurrency: 2 }));
      await user.ended('s', id);
      const { events } = (await user.ask('GET', `/stacks/s/${id}/events?nested_depth=1&sort_dir=asc`)).body as {
        events: ValueMap[];
      };
      for (const event of events) {
        const name = String(event['resource_name']);
        if (!names.includes(name)) continue;
        (event['resource_status'] === 'CREATE_IN_PROGRESS' ? begun : ended).push(name);
        expect(begun.length - ended.length).toBeLessThanOrEqual(2);
        if (event['resource_status'] === 'CREATE_IN_PROGRESS' && 'de'.includes(name)) {
          expect([...ended].sort().slice(0, 3)).toEqual(['a', 'b', 'c']);
        }
      }
      expect(ended).toHaveLength(5);
    });
  });

  it('stops at the gate when more have failed than may, and shows where', async () => {
    await world.run(async () => {
      for (const name of ['a', 'b', 'c']) await join(name);
      world.sandboxes.get('a')!.faults.add({ service: 'nova', method: 'POST', effect: { quota: 'instances' } });
      const clouds: ValueMap[] = [{ cloud: 'a' }, { cloud: 'b' }, { cloud: 'c', wave: 2 }];
      const id = await user.create('s', setOf(clouds));
      const failed = await user.ended('s', id);
      expect(failed['stack_status']).toBe('CREATE_FAILED');
      expect(String(failed['stack_status_reason'])).toContain('1 of the clouds have failed, and 0 may: a: ');
      const status = mapAt(mapAt(await user.resource('s', id, 'set'), 'attributes'), 'status');
      expect(statuses(status)).toEqual({ a: 'CREATE_FAILED', b: 'CREATE_COMPLETE', c: 'INIT_COMPLETE' });
      expect(String((status['a'] as ValueMap)['reason'])).toContain('Quota exceeded');

      world.sandboxes.get('a')!.faults.clear();
      await user.update('s', id, setOf(clouds));
      const mended = await user.ended('s', id);
      expect(`${String(mended['stack_status'])} ${String(mended['stack_status_reason'])}`).toContain('UPDATE_COMPLETE');
      for (const name of ['a', 'b', 'c']) expect(await world.serversOn(name)).toHaveLength(1);
    });
  });

  it('over twenty clouds is not held up by one that hangs and one that fails', async () => {
    await world.run(async () => {
      const names = Array.from({ length: 20 }, (_, i) => `c${i}`);
      for (const name of names) await join(name);
      const clouds = names.map((cloud) => ({ cloud }));
      const good = clouds.filter(({ cloud }) => cloud !== 'c3' && cloud !== 'c7');
      // Slow enough for a tenth to be more than the second that event times are rounded to.
      for (const { cloud } of good) world.sandboxes.get(cloud)!.faults.add({ effect: { latencyMs: SLOW_MS } });
      const askedAlone = world.clock.now();
      const first = await user.create('first', setOf(good));
      const alone = world.clock.now();
      await user.ended('first', first);
      const aloneTook = world.clock.now() - alone;
      expect(aloneTook).toBeGreaterThan(20_000);
      await user.remove('first', first);

      world.sandboxes.get('c3')!.faults.add({ effect: { hang: true } });
      world.sandboxes.get('c7')!.faults.add({ effect: { status: 500 } });
      const asked = world.clock.now();
      const id = await user.create('s', setOf(clouds, { failure_tolerance: 2 }));
      const begun = world.clock.now();
      // The check beforehand waits for the two a few seconds longer than for the others.
      expect(begun - asked).toBeLessThanOrEqual(alone - askedAlone + 5_000);
      const stack = await user.ended('s', id);
      expect(`${String(stack['stack_status'])} ${String(stack['stack_status_reason'])}`).toContain('CREATE_COMPLETE');
      const { status } = outputsOf(stack);
      const bad = Object.entries(statuses(status)).filter(([, state]) => state !== 'CREATE_COMPLETE');
      expect(bad).toEqual([
        ['c3', 'CREATE_FAILED'],
        ['c7', 'CREATE_FAILED'],
      ]);
      const { events } = (await user.ask('GET', `/stacks/s/${id}/events?nested_depth=1&sort_dir=asc`)).body as {
        events: ValueMap[];
      };
      const ends = events.filter(
        (event) => names.includes(String(event['resource_name'])) && event['resource_status'] === 'CREATE_COMPLETE',
      );
      expect(ends).toHaveLength(18);
      const took = Date.parse(String(ends.at(-1)!['event_time'])) - begun;
      expect(took).toBeLessThanOrEqual(aloneTook * 1.1);
    });
  });
});
