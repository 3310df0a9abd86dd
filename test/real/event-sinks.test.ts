/**
 * Event sinks on a real cloud: what a reader of the queue sees of a stack of ours, beside what it sees of the same stack of Heat.
 * `ISOTHERM_REAL_CLOUDS` names a clouds.yaml with `east-demo`; it skips where that cloud has no Zaqar that takes messages, or no Heat.
 * The service user is as in remote.test.ts.
 */
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi, type TestContext } from 'vitest';
import { isCloudError } from '../../src/clouds/errors.ts';
import { path } from '../../src/clouds/path.ts';
import { postMessages } from '../../src/clouds/services/zaqar.ts';
import type { Connection } from '../../src/clouds/types.ts';
import { isMap, type Value, type ValueMap } from '../../src/expressions/values.ts';
import { systemRandom } from '../../src/server/system.ts';
import { User } from '../remote/support/user.ts';
import { RealClouds } from './support/real-clouds.ts';
import { makeRealServer, serviceAccess, type RealServer } from './support/real-server.ts';

const FILE = process.env['ISOTHERM_REAL_CLOUDS'];
if (FILE === undefined) process.stderr.write('ISOTHERM_REAL_CLOUDS is not set: no event goes to a real queue\n');

const VERSION = '2021-04-16';
const value = (text: Value): Value => ({ type: 'OS::Heat::Value', properties: { value: text } });
const template = (text: string): Value => ({
  heat_template_version: VERSION,
  resources: {
    first: value('x'),
    second: value({ get_resource: 'first' }),
    nested: { type: 'inner.yaml', properties: { text }, depends_on: 'second' },
    last: { type: 'OS::Heat::Value', properties: { value: 'x' }, depends_on: 'nested' },
  },
});
const inner = {
  heat_template_version: VERSION,
  parameters: { text: { type: 'string' } },
  resources: { inside: value({ get_param: 'text' }) },
};
const files = { 'inner.yaml': JSON.stringify(inner) };
const sinks = (queue: string): Value => ({ event_sinks: [{ type: 'zaqar-queue', target: queue, ttl: 600 }] });

describe.skipIf(FILE === undefined)('events in a real queue', { timeout: 240_000 }, () => {
  let clouds: RealClouds;
  let east: Connection;
  let lacking: string | undefined;

  beforeAll(async () => {
    clouds = await RealClouds.read(FILE!, ['east-demo']);
    east = await clouds.connect('east-demo');
    const probe = `isotherm-${systemRandom.uuid()}`;
    lacking = await whatIsLacking(east, probe);
    await removeQueue(probe);
    if (lacking !== undefined) process.stderr.write(`!!! ${lacking}: event sinks are NOT tried on a real cloud !!!\n`);
  });
  afterAll(() => clouds?.close());

  const ready = (context: TestContext): void => {
    if (lacking !== undefined) context.skip(lacking);
  };
  const messaging = async <T>(ask: (headers: Record<string, string>) => Promise<T>): Promise<T> =>
    ask({ 'client-id': systemRandom.uuid() });
  const removeQueue = async (queue: string): Promise<void> => {
    if (await east.has('messaging'))
      await messaging((headers) => east.service('messaging').delete(path`/queues/${queue}`, { headers }));
  };

  /** The bodies of all messages of a queue, the oldest first. */
  async function read(queue: string): Promise<ValueMap[]> {
    const found: ValueMap[] = [];
    for (let marker: string | undefined; ;) {
      const page = (await messaging((headers) =>
        east.service('messaging').get(path`/queues/${queue}/messages`, { headers, query: { limit: 20, marker } }),
      )) as { messages: { id: string; body: ValueMap }[] };
      if (page.messages.length === 0) return found;
      found.push(...page.messages.map(({ body }) => body));
      marker = page.messages.at(-1)!.id;
    }
  }

  /** Waits until the queue tells that the stack is gone. */
  const untilGone = async (queue: string, name: string): Promise<ValueMap[]> =>
    vi.waitFor(
      async () => {
        const bodies = await read(queue);
        expect(bodies.map((body) => line(body, name))).toContain('STACK DELETE_COMPLETE OS::Heat::Stack');
        return bodies;
      },
      { timeout: 60_000, interval: 500 },
    );

  async function lifeOfOurs(name: string, queue: string): Promise<{ bodies: ValueMap[]; events: string[] }> {
    const made: RealServer = await makeRealServer('east', serviceAccess(clouds.access('east-demo')));
    try {
      const user = new User(made.server, east, (ms) => sleep(ms));
      const id = await user.create(name, template('x'), { files, environment: sinks(queue) });
      expect((await user.ended(name, id))['stack_status']).toBe('CREATE_COMPLETE');
      await user.update(name, id, template('y'), { files, environment: sinks(queue) });
      expect((await user.ended(name, id))['stack_status']).toBe('UPDATE_COMPLETE');
      expect((await user.remove(name, id))['stack_status']).toBe('DELETE_COMPLETE');
      const answer = await user.ask('GET', `/stacks/${name}/${id}/events?nested_depth=2&sort_dir=asc&limit=1000`);
      const events = (answer.body['events'] as ValueMap[]).map((event) => String(event['id']));
      const bodies = await untilGone(queue, name);
      // The last event is out before the trust is given up.
      await vi.waitFor(() => expect(credentials(made.database)).toBe(0), 30_000);
      return { bodies, events };
    } finally {
      await made.stop();
    }
  }

  async function lifeOfTheirs(name: string, queue: string): Promise<ValueMap[]> {
    const heat = east.service('orchestration');
    const body = (text: string): ValueMap => ({ template: template(text), files, environment: sinks(queue) });
    const { stack } = (await heat.post('/stacks', { stack_name: name, ...body('x') })) as { stack: { id: string } };
    const at = path`/stacks/${name}/${stack.id}`;
    const ended = async (): Promise<unknown> => {
      for (;;) {
        const shown = (await heat.get(at)) as { stack: { stack_status: string } };
        if (!shown.stack.stack_status.endsWith('_IN_PROGRESS')) return shown.stack.stack_status;
        await sleep(500);
      }
    };
    try {
      expect(await ended()).toBe('CREATE_COMPLETE');
      await heat.put(at, body('y'));
      expect(await ended()).toBe('UPDATE_COMPLETE');
    } finally {
      await heat.delete(at);
    }
    expect(await ended()).toBe('DELETE_COMPLETE');
    return untilGone(queue, name);
  }

  it('are all there, in order, and the same as of a stack of Heat', async (context) => {
    ready(context);
    const tag = `isotherm-${systemRandom.uuid().slice(0, 8)}`;
    const [ours, theirs] = [`${tag}-ours`, `${tag}-theirs`];
    clouds.atEnd(() => removeQueue(ours));
    clouds.atEnd(() => removeQueue(theirs));
    const { bodies, events } = await lifeOfOurs(ours, ours);
    expect([...new Set(bodies.map(({ id }) => id))]).toEqual(events);
    const heats = await lifeOfTheirs(theirs, theirs);
    // Heat sends each event on its own, so that two that are close may change places.
    const told = (all: ValueMap[], name: string): string[] => all.map((body) => line(body, name)).sort();
    expect(told(bodies, ours)).toEqual(told(heats, theirs));
    expect(shape(bodies, ours)).toEqual(shape(heats, theirs));
  });
});

/** Why nothing can be tried; undefined where it can. */
async function whatIsLacking(east: Connection, queue: string): Promise<string | undefined> {
  if (!(await east.has('messaging'))) return 'The cloud has no Zaqar';
  if (!(await east.has('orchestration'))) return 'The cloud has no Heat';
  try {
    await postMessages(east, queue, [{ body: 'probe', ttl: 60 }], systemRandom.uuid());
    return undefined;
  } catch (error) {
    if (isCloudError(error, 'ServerError')) return 'The Zaqar of the cloud takes no messages';
    throw error;
  }
}

/** How many trusts a server holds. */
function credentials(database: string): unknown {
  const connection = new DatabaseSync(database, { readOnly: true });
  try {
    return connection.prepare('select count(*) as total from credentials').get()!['total'];
  } finally {
    connection.close();
  }
}

const payloadOf = (body: ValueMap): ValueMap => (isMap(body['payload'] ?? null) ? (body['payload'] as ValueMap) : {});

/** What a message says, with the stack's own name and that of the nested one taken out. */
function line(body: ValueMap, stack: string): string {
  const { resource_name, resource_action, resource_status, resource_type } = payloadOf(body);
  const name = String(resource_name)
    .replace(new RegExp(`^${stack}-nested-\\w+$`), 'NESTED')
    .replace(stack, 'STACK');
  return `${name} ${String(resource_action)}_${String(resource_status)} ${String(resource_type)}`;
}

/** Everything in the messages that does not differ from stack to stack, by what they say. */
function shape(bodies: readonly ValueMap[], stack: string): Record<string, unknown> {
  const entries = bodies.map((body) => {
    const { resource_properties: properties, resource_status_reason: reason, ...payload } = payloadOf(body);
    const fields = { ...body, payload: Object.keys(payload).sort() };
    const { timestamp, id, ...fixed } = { ...fields, timestamp: typeof body['timestamp'], id: typeof body['id'] };
    const given = isMap(properties ?? null) ? Object.keys(properties as ValueMap).sort() : properties;
    return [line(body, stack), { ...fixed, timestamp, id, reason, given }] as const;
  });
  return Object.fromEntries(entries);
}
