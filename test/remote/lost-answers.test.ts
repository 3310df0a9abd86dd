/** The other orchestration service does as it is told, and its answer is lost on the way. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { TransportError } from '../../src/clouds/errors.ts';
import type { ValueMap } from '../../src/expressions/values.ts';
import { ManyClouds, type Place } from './support/many-clouds.ts';
import type { User } from './support/user.ts';

const REMOTE = 'http://10.1.0.9';
const CHILD = 'heat_template_version: 2018-08-31\nresources: {n: {type: OS::Neutron::Net}}';

let world: ManyClouds;
let east: Place;
let west: Place;
let user: User;

beforeEach(async () => {
  world = new ManyClouds();
  world.cloud('east');
  const url = `${REMOTE}/orchestration/v1/%(project_id)s`;
  world.cloud('west', { extraCatalog: [{ type: 'orchestration', name: 'heat', url }] });
  await world.run(async () => {
    east = await world.server('east');
    west = await world.server('west', {}, REMOTE);
    user = await world.user(east, 'east');
  });
});
afterEach(() => world.close());

/** Drops the answers to the first requests that match, after they were served. */
function lose(method: string, path: RegExp, times: number): { lost: number } {
  const inner = world.hosts.get(REMOTE)!;
  const count = { lost: 0 };
  world.hosts.set(REMOTE, async (request) => {
    const answer = await inner(request);
    if (request.method !== method || !path.test(request.url) || count.lost >= times) return answer;
    count.lost += 1;
    throw new TransportError('lost', 'the connection broke');
  });
  return count;
}

async function stacksThere(): Promise<number> {
  const project = await (await world.connect('west', world.password('demo', 'demo'))).projectId();
  return west.store.countStacks({ projectId: project });
}

async function create(): Promise<string> {
  const secret = await world.secret('east', world.credential('west'));
  const properties = { context: { credential_secret_id: secret }, template: CHILD };
  const template = {
    heat_template_version: '2018-08-31',
    resources: { there: { type: 'OS::Heat::Stack', properties } },
  } satisfies ValueMap;
  const id = await user.create('s', template);
  expect((await user.ended('s', id))['stack_status']).toBe('CREATE_COMPLETE');
  return id;
}

it('a stack whose creation was not acknowledged is found again, not made twice', async () => {
  await world.run(async () => {
    const count = lose('POST', /\/stacks$/, 1);
    await create();
    expect(count.lost).toBe(1);
    expect(await stacksThere()).toBe(1);
  });
});

it('a removal that was not acknowledged is still a removal', async () => {
  await world.run(async () => {
    const id = await create();
    const count = lose('DELETE', /\/stacks\//, 2);
    expect((await user.remove('s', id))['stack_status']).toBe('DELETE_COMPLETE');
    expect(count.lost).toBeGreaterThan(0);
    expect(await stacksThere()).toBe(0);
  });
});

it('a stack that somebody removed over there is made anew by the next update, and missed by a check', async () => {
  await world.run(async () => {
    const id = await create();
    const there = await world.user(west, 'west');
    const { stacks } = (await there.ask('GET', '/stacks')).body as { stacks: ValueMap[] };
    await there.remove(String(stacks[0]!['stack_name']), String(stacks[0]!['id']));
    await user.ask('POST', `/stacks/s/${id}/actions`, { check: null });
    const checked = await user.ended('s', id);
    expect(checked['stack_status']).toBe('CHECK_FAILED');
    expect(String(checked['stack_status_reason'])).toContain('does not exist any more on cloud 10.0.0.2');
    const stored = (await user.ask('GET', `/stacks/s/${id}/template`)).body;
    await user.update('s', id, stored);
    const mended = await user.ended('s', id);
    expect(`${String(mended['stack_status'])} ${String(mended['stack_status_reason'])}`).toContain('UPDATE_COMPLETE');
    expect(await stacksThere()).toBe(1);
  });
});

it('a request that comes through late makes no second stack, and its stack is not refused', async () => {
  await world.run(async () => {
    const inner = world.hosts.get(REMOTE)!;
    let late: (() => Promise<unknown>) | undefined;
    let posts = 0;
    world.hosts.set(REMOTE, async (request) => {
      if (request.method !== 'POST' || !request.url.endsWith('/stacks')) return inner(request);
      posts += 1;
      if (posts === 1) {
        late = () => inner(request);
        throw new TransportError('lost', 'the connection broke');
      }
      await late?.();
      return inner(request);
    });
    await create();
    expect(posts).toBe(2);
    expect(await stacksThere()).toBe(1);
  });
});
