import { describe, expect, it } from 'vitest';
import { isMap, type Value, type ValueMap } from '../../src/expressions/values.ts';
import type { Effect } from '../../src/sandbox/index.ts';
import type { EventRecord } from '../../src/storage/types.ts';
import { WholeService } from '../support/engine/whole-service.ts';

const READER = '3381af92-2b9e-41b0-ac8f-8f4a1f3b1e3f';
const HOUR = 60 * 60_000;
/** How many deaths to try; a nightly run asks for more. */
const RUNS = Number(process.env['ISOTHERM_RUNS'] ?? 16);

const sink = (target: string, ttl = 600): ValueMap => ({ type: 'zaqar-queue', target, ttl });
const into = (...targets: string[]): ValueMap => ({ event_sinks: targets.map((target) => sink(target)) });
const say = ({ resource_name, resource_action, resource_status }: ValueMap): string =>
  `${String(resource_name)} ${String(resource_action)}_${String(resource_status)}`;

/** A template of random texts; `inner.yaml` makes a nested stack. */
function template(...names: string[]): string {
  const type = (name: string): Value =>
    name.endsWith('.yaml') ? { type: name } : { type: 'OS::Heat::RandomString', properties: { length: 4 } };
  const resources = Object.fromEntries(names.map((name) => [name.split('.')[0]!, type(name)]));
  return JSON.stringify({ heat_template_version: '2021-04-16', resources });
}
const files = { 'inner.yaml': template('c') };

async function create(service: WholeService, environment: Value, ...names: string[]): Promise<string> {
  const input = { name: 'app', template: template(...names), files, environment };
  return (await service.ask((stacks, who) => stacks.create(who, input))).id;
}

/** The bodies of all messages of a queue, the oldest first. */
async function messages(service: WholeService, queue: string): Promise<ValueMap[]> {
  const found: ValueMap[] = [];
  let marker: string | undefined;
  for (;;) {
    const options = { query: { limit: 20, marker }, headers: { 'client-id': READER } };
    const page = await service.ask(async (_, { connection }) =>
      connection.service('messaging').get(`/queues/${queue}/messages`, options),
    );
    const read = (page as { messages: { id: string; body: ValueMap }[] }).messages;
    if (read.length === 0) return found;
    found.push(...read.map(({ body }) => body));
    marker = read.at(-1)!.id;
  }
}

/** What a queue has to say, each event where it first appeared. */
async function told(service: WholeService, queue: string): Promise<string[]> {
  const first = new Map<unknown, string>();
  for (const { id, payload } of await messages(service, queue)) {
    if (!first.has(id!)) first.set(id!, say(payload as ValueMap));
  }
  return [...first.values()];
}

async function happened(service: WholeService, rootId: string): Promise<string[]> {
  const events = await service.store.events({ rootId });
  const line = ({ resourceName, action, status }: EventRecord): string => `${resourceName} ${action}_${status}`;
  return events.map(line).reverse();
}

function trusts(service: WholeService): number {
  return service.cloud.state.collection('keystone.trusts').size;
}

async function remove(service: WholeService): Promise<void> {
  await service.ask((stacks, who) => stacks.delete(who, { name: 'app' }));
}

async function state(service: WholeService, id: string): Promise<string> {
  const { action, status } = (await service.store.stack(id))!;
  return `${action}_${status}`;
}

/** Takes steps until nothing is under way but deliveries, which go on. */
async function worked(service: WholeService): Promise<void> {
  let isQuiet = false;
  await service.world.run(() => {
    void service.store.unfinishedOperations().then((list) => (isQuiet = list.length === 0));
    return isQuiet;
  });
}

/** Lets time go by. */
async function pass(service: WholeService, ms: number): Promise<void> {
  let isOver = false;
  void service.world
    .clock()
    .sleep(ms)
    .then(() => (isOver = true));
  await service.world.run(() => isOver);
}

/** A stack with a nested one is made, given another queue, and deleted. */
async function life(seed: number, crashes: ReadonlySet<number>): Promise<number> {
  const service = await WholeService.start(seed);
  const id = await create(service, into('first'), 'a', 'inner.yaml');
  await service.settle(crashes);
  const before = await happened(service, id);
  expect(await told(service, 'first')).toEqual(before);
  const change = {
    existing: false,
    template: template('a', 'b', 'inner.yaml'),
    files,
    environment: into('second', 'third'),
  };
  await service.ask((stacks, who) => stacks.update(who, { name: 'app' }, change));
  await service.settle(crashes);
  expect(trusts(service)).toBe(1);
  await remove(service);
  await service.settle(crashes);
  expect(await told(service, 'first')).toEqual(before);
  const after = (await happened(service, id)).slice(before.length);
  expect(await told(service, 'second')).toEqual(after);
  expect(await told(service, 'third')).toEqual(after);
  expect(await service.store.sinks(id)).toEqual([]);
  expect(trusts(service)).toBe(0);
  expect(service.faults).toEqual([]);
  return service.world.steps;
}

describe('event sinks', () => {
  it('are told no value of a hidden parameter, not even when the stack is deleted', async () => {
    const service = await WholeService.start(1);
    const secret = {
      heat_template_version: '2021-04-16',
      parameters: { password: { type: 'string', hidden: true } },
      resources: {
        keeper: {
          type: 'OS::Heat::Value',
          properties: { value: { list_join: [' ', ['a', { get_param: 'password' }]] } },
        },
      },
    };
    const input = {
      name: 'app',
      template: secret,
      files: {},
      environment: { ...into('events'), parameters: { password: 'hunter2' } },
    };
    await service.ask((stacks, who) => stacks.create(who, input));
    await service.settle();
    await service.ask((stacks, who) => stacks.markUnhealthy(who, { name: 'app' }, 'keeper', true, 'it looks pale'));
    await service.settle();
    await remove(service);
    await service.settle();
    const properties = (await messages(service, 'events')).flatMap(({ payload }) => {
      const { resource_name, resource_action, resource_properties } = payload as ValueMap;
      return resource_name === 'keeper' ? [[resource_action, resource_properties]] : [];
    });
    expect(properties).toEqual(
      ['CREATE', 'CREATE', 'CHECK', 'DELETE', 'DELETE'].map((action) => [action, { value: 'a ******' }]),
    );
  });

  it('get every event of the tree in order, as Heat writes them', async () => {
    const service = await WholeService.start(1);
    const id = await create(service, into('events'), 'a', 'inner.yaml');
    await service.settle();
    const events = await service.store.events({ rootId: id });
    expect(await told(service, 'events')).toEqual(await happened(service, id));
    expect(await told(service, 'events')).toContain('c CREATE_COMPLETE');
    const body = (await messages(service, 'events')).find(
      ({ payload }) => isMap(payload!) && say(payload) === 'a CREATE_COMPLETE',
    )!;
    const event = events.find(({ resourceName, status }) => resourceName === 'a' && status === 'COMPLETE')!;
    expect(body).toEqual({
      timestamp: new Date(event.at).toISOString().replace('Z', '000'),
      version: '0.1',
      type: 'os.heat.event',
      id: event.id,
      payload: {
        resource_name: 'a',
        physical_resource_id: event.physicalId,
        stack_id: id,
        resource_action: 'CREATE',
        resource_status: 'COMPLETE',
        resource_status_reason: 'state changed',
        resource_type: 'OS::Heat::RandomString',
        resource_properties: event.properties,
        version: '0.1',
      },
    });
  });

  it('lose nothing and keep the order, whenever the process dies', { timeout: 240_000 }, async () => {
    const last = await life(1, new Set());
    for (let i = 0; i < RUNS; i++) {
      const step = Math.floor((last * (i + 0.5)) / RUNS);
      try {
        await life(i, new Set([step, step + 7]));
      } catch (error) {
        throw new Error(`seed ${i}, died at ${step} and ${step + 7}: ${(error as Error).message}`, { cause: error });
      }
    }
  });

  it.each<[string, Effect]>([
    ['is down', { status: 503 }],
    ['answers nothing', { hang: true }],
    ['loses answers', { loseAnswer: true }],
  ])('hold nothing up where the messaging service %s, and get their events later', async (_, effect) => {
    const service = await WholeService.start(2);
    service.cloud.faults.add({ service: 'zaqar', method: 'POST', effect });
    const started = service.world.now();
    const id = await create(service, into('events'), 'a', 'inner.yaml');
    await worked(service);
    expect(await state(service, id)).toBe('CREATE_COMPLETE');
    await remove(service);
    await worked(service);
    expect(await state(service, id)).toBe('DELETE_COMPLETE');
    expect(service.world.now() - started).toBeLessThan(10_000);
    await pass(service, HOUR / 2);
    // The owner's trust is needed for what is still to be delivered.
    expect(trusts(service)).toBe(1);
    service.cloud.faults.clear();
    await service.settle();
    expect(await told(service, 'events')).toEqual(await happened(service, id));
    expect(trusts(service)).toBe(0);
    expect(service.faults).toEqual([]);
  });

  it('are given up after an hour', async () => {
    const service = await WholeService.start(3);
    service.cloud.faults.add({ service: 'zaqar', method: 'POST', effect: { status: 503 } });
    const id = await create(service, into('events'), 'a');
    await worked(service);
    await pass(service, HOUR - 60_000);
    expect(service.faults).toEqual([]);
    await pass(service, 10 * 60_000);
    expect(service.faults).toEqual([expect.stringContaining('events are given up')]);
    expect(await service.store.dueSinks()).toEqual([]);
    service.cloud.faults.clear();
    await remove(service);
    await service.settle();
    expect(await told(service, 'events')).toEqual([
      'app DELETE_IN_PROGRESS',
      'a DELETE_IN_PROGRESS',
      'a DELETE_COMPLETE',
      'app DELETE_COMPLETE',
    ]);
    expect(await happened(service, id)).toHaveLength(8);
  });

  it('are given up at once where there is no messaging service', async () => {
    const service = await WholeService.start(4, {}, ['messaging']);
    const id = await create(service, into('events'), 'a');
    await service.settle();
    await remove(service);
    await service.settle();
    expect(await state(service, id)).toBe('DELETE_COMPLETE');
    expect(trusts(service)).toBe(0);
    expect(await service.store.sinks(id)).toEqual([]);
    expect(service.faults.length).toBeGreaterThan(0);
  });

  it('do not wait for one another', async () => {
    const service = await WholeService.start(5);
    service.cloud.faults.add({ service: 'zaqar', method: 'POST', path: '/queues/slow/', effect: { status: 503 } });
    const id = await create(service, into('slow', 'events', 'not a name'), 'a');
    await worked(service);
    await pass(service, 60_000);
    expect(await told(service, 'events')).toEqual(await happened(service, id));
    expect(await told(service, 'slow')).toEqual([]);
    // Each event is told once, as none of them will ever be taken.
    const refused = service.faults.filter((line) => line.includes('the queue does not take an event'));
    expect(refused).toHaveLength((await happened(service, id)).length);
  });

  it('get an event without its properties where the queue takes no more', async () => {
    const service = await WholeService.start(6);
    const small = { _max_messages_post_size: 2000 };
    await service.ask(async (_, { connection }) =>
      connection.service('messaging').put('/queues/events', small, { headers: { 'client-id': READER } }),
    );
    const value = (length: number): Value => ({ type: 'OS::Heat::Value', properties: { value: 'x'.repeat(length) } });
    const body = { heat_template_version: '2021-04-16', resources: { big: value(3000), huge: value(300_000) } };
    const input = { name: 'app', template: JSON.stringify(body), environment: into('events', 'large') };
    const { id } = await service.ask((stacks, who) => stacks.create(who, input));
    await service.settle();
    expect(await told(service, 'events')).toEqual(await happened(service, id));
    expect(await told(service, 'large')).toEqual(await happened(service, id));
    const sizes = (await messages(service, 'large')).map((message) => JSON.stringify(message).length);
    expect(Math.max(...sizes)).toBeGreaterThan(3000);
    expect(Math.max(...sizes)).toBeLessThan(4000);
  });

  it('are those of the last environment; a PATCH adds to them', async () => {
    const service = await WholeService.start(7);
    await create(service, into('one'), 'a');
    await service.settle();
    const update = async (existing: boolean, environment: Value): Promise<void> => {
      const input = { existing, ...(existing ? {} : { template: template('a'), files }), environment };
      await service.ask((stacks, who) => stacks.update(who, { name: 'app' }, input));
      await service.settle();
    };
    const counts = async (): Promise<number[]> => {
      const one = await messages(service, 'one');
      return [one.length, (await messages(service, 'two')).length];
    };
    expect(await counts()).toEqual([4, 0]);
    await update(true, into('two'));
    expect(await counts()).toEqual([6, 2]);
    await update(false, into('two'));
    expect(await counts()).toEqual([6, 4]);
    await update(false, {});
    expect(await counts()).toEqual([6, 4]);
    expect(service.faults).toEqual([]);
  });

  it('that make no sense are refused', async () => {
    const service = await WholeService.start(8);
    await expect(create(service, { event_sinks: [{ type: 'zaqar-queue' }] }, 'a')).rejects.toMatchObject({
      type: 'HTTPBadRequest',
      message: expect.stringContaining('An event sink must name a queue as its "target"') as unknown,
    });
  });
});
