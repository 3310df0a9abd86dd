/**
 * A real Heat that makes its remote stacks on Isotherm, through python-heatclient as it is. West's Heat reads a credential from its own
 * key manager, logs in at the Keystone it names, and finds Isotherm there as the orchestration service, both behind TLS with an authority
 * of their own. The cloud that Isotherm works on is a sandbox: Heat looks for its own region's name in the other catalog, and in a real
 * cloud of this name there is a Heat already.
 *
 * `ISOTHERM_REAL_CLOUDS` names a clouds.yaml with `east-demo` and `west-demo`; ISOTHERM_REAL_SECOND_CLOUD says that west is up. A Heat
 * that makes its remote stacks at home, as the stock one does, cannot be tested so: it is told by where a stack for east lands.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Stacks, type StackState } from '../../src/cli/client/stacks.ts';
import { isCloudError } from '../../src/clouds/errors.ts';
import { path } from '../../src/clouds/path.ts';
import { TEST_CA } from '../../src/clouds/testing/certificates.ts';
import type { Cloud, Connection, Credential } from '../../src/clouds/types.ts';
import type { Value, ValueMap } from '../../src/expressions/values.ts';
import { systemClock, systemRandom } from '../../src/server/system.ts';
import { createSandbox, listen } from '../../src/sandbox/index.ts';
import { RealClouds, stackNames } from './support/real-clouds.ts';
import { makeRealServer } from './support/real-server.ts';
import { startTlsFront, type TlsFront } from './support/tls-front.ts';

const FILE = process.env['ISOTHERM_REAL_CLOUDS'];
const HAS_SECOND = process.env['ISOTHERM_REAL_SECOND_CLOUD'] !== undefined;
if (FILE === undefined || !HAS_SECOND) {
  const missing = FILE === undefined ? 'ISOTHERM_REAL_CLOUDS' : 'ISOTHERM_REAL_SECOND_CLOUD';
  process.stderr.write(`!!! ${missing} is not set: no real Heat makes stacks on Isotherm !!!\n`);
}

/** The cloud that Isotherm runs, and its user. */
const THERE = 'sandbox';

const CHILD = `
heat_template_version: 2018-08-31
parameters:
  text: {type: string}
  password: {type: string, hidden: true, default: kept to itself}
resources:
  net: {type: OS::Neutron::Net, properties: {tags: [{get_param: text}]}}
  value: {type: OS::Heat::Value, properties: {value: {list_join: [' ', [{get_param: text}, {get_file: a.txt}]]}}}
outputs:
  said: {value: {get_attr: [value, value]}}
  net: {value: {get_resource: net}}
`;
const FAILING = `
heat_template_version: 2018-08-31
resources: {bad: {type: OS::Heat::TestResource, properties: {fail: true}}}
`;

/** A template for Heat with one stack elsewhere. */
const parent = (context: ValueMap, template: string, parameters: ValueMap): ValueMap => ({
  heat_template_version: '2018-08-31',
  resources: { there: { type: 'OS::Heat::Stack', properties: { context, template, parameters } } },
  outputs: {
    said: { value: { get_attr: ['there', 'outputs', 'said'] } },
    name: { value: { get_attr: ['there', 'stack_name'] } },
    id: { value: { get_resource: 'there' } },
  },
});

const password = (username: string, project: string): Credential => {
  const domains = { user_domain_id: 'default', project_domain_id: 'default' };
  return { authType: 'password', auth: { username, password: 'secret', project_name: project, ...domains } };
};

const outputsOf = ({ outputs }: StackState): Record<string, Value> =>
  Object.fromEntries(outputs.map(({ key, value }) => [key, value]));

describe.skipIf(FILE === undefined || !HAS_SECOND)('a real Heat', { timeout: 240_000 }, () => {
  let clouds: RealClouds;
  /** The user's way into the cloud of the Heat, and into the one of Isotherm. */
  let west: Connection;
  let there: Connection;
  let heat: Stacks;
  let isotherm: Stacks;
  let front: TlsFront;
  let goesThere = false;

  beforeAll(async () => {
    clouds = await RealClouds.read(FILE!, ['east-demo', 'west-demo']);
    front = await startTlsFront();
    clouds.atEnd(() => front.close());
    const cloud = await startCloud(`${front.origin}/orchestration/v1/%(project_id)s`);
    clouds.add(THERE, { cloud, credential: password('demo', 'demo') });
    const home = { cloud, credential: password('isotherm', 'service') };
    const listening = { listen: { port: 0 }, public_url: front.origin };
    const made = await makeRealServer(THERE, home, listening);
    clouds.atEnd(() => made.stop());
    front.to(await made.server.start());
    [west, there] = [await clouds.connect('west-demo'), await clouds.connect(THERE)];
    [heat, isotherm] = [new Stacks(west), new Stacks(there)];
    goesThere = await goesElsewhere();
    if (!goesThere) {
      process.stderr.write(
        '!!! The second cloud’s Heat makes its remote stacks at home: NOT tested with Isotherm !!!\n',
      );
    }
  });
  afterAll(() => clouds?.close());
  beforeEach((context) => context.skip(!goesThere, 'this Heat makes its remote stacks at home'));

  /** Starts the sandbox behind TLS; its catalog has an orchestration service at that URL. */
  async function startCloud(url: string): Promise<Cloud> {
    const keystone = await startTlsFront();
    clouds.atEnd(() => keystone.close());
    const sandbox = createSandbox({
      name: THERE,
      baseUrl: keystone.origin,
      clock: systemClock,
      random: systemRandom,
      seed: { serviceUsers: ['isotherm'] },
      extraCatalog: [{ type: 'orchestration', name: 'isotherm', url }],
    });
    const listener = await listen(sandbox, 0);
    clouds.atEnd(() => listener.close());
    keystone.to(listener.port);
    return { name: THERE, authUrl: `${keystone.origin}/identity/v3`, region: 'RegionOne', caCert: TEST_CA };
  }

  /** True when a stack that west's Heat is to make in east, by east's own Heat, is not found in west. */
  async function goesElsewhere(): Promise<boolean> {
    const name = newName();
    const secret = await clouds.store('west-demo', clouds.password('east-demo'));
    const template = 'heat_template_version: 2018-08-31';
    await create(name, parent({ credential_secret_id: secret }, template, {}));
    await ended(name);
    const elsewhere = await stackNames(await clouds.connect('east-demo'), `${name}-`);
    const athome = await stackNames(west, `${name}-`);
    await remove(name);
    expect([...elsewhere, ...athome]).toHaveLength(1);
    return elsewhere.length === 1;
  }

  const newName = (): string => `isotherm-${systemRandom.uuid().slice(0, 8)}`;
  const context = async (credential = clouds.password(THERE)): Promise<ValueMap> => ({
    credential_secret_id: await clouds.store('west-demo', credential),
    ca_cert: TEST_CA,
  });
  /** Has west's Heat make a stack, which is removed at the end whatever becomes of it. */
  const create = async (name: string, template: ValueMap): Promise<void> => {
    clouds.atEnd(() => remove(name));
    await heat.create(name, { template, files: { 'a.txt': 'from a file' } });
  };
  const update = async (stack: StackState, template: ValueMap): Promise<void> =>
    heat.update(stack, { template, files: { 'a.txt': 'from a file' } });
  /** Waits for the end of what west's Heat is doing; undefined: the stack is gone. */
  const settled = async (name: string, action: string): Promise<StackState | undefined> => {
    for (;;) {
      const stack = await heat.find(name);
      if (stack === undefined || (stack.status.startsWith(action) && !stack.status.endsWith('_IN_PROGRESS'))) {
        return stack;
      }
      await sleep(500);
    }
  };
  const ended = async (name: string, action = 'CREATE'): Promise<StackState> => {
    const stack = await settled(name, action);
    if (stack === undefined) throw new Error(`the stack ${name} is gone`);
    return stack;
  };
  const remove = async (name: string): Promise<void> => {
    const stack = await heat.find(name);
    if (stack === undefined) return;
    await heat.delete(stack);
    const last = await settled(name, 'DELETE');
    expect(last?.status ?? 'DELETE_COMPLETE').toBe('DELETE_COMPLETE');
  };
  const act = (stack: StackState, action: string): Promise<unknown> =>
    west.service('orchestration').post(path`/stacks/${stack.name}/${stack.id}/actions`, { [action]: null });
  const networks = async (): Promise<ValueMap[]> => {
    const { networks: all } = (await there.service('network').get('/networks')) as { networks: ValueMap[] };
    return all;
  };
  const refusal = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'accepted',
      (error: unknown) => (isCloudError(error, 'BadRequest') ? error.message : String(error)),
    );

  it('makes, reads, changes, checks and removes a stack on Isotherm', async () => {
    const where = await context();
    const name = newName();
    await create(name, parent(where, CHILD, { text: 'hello' }));
    const made = await ended(name);
    expect(`${made.status} ${made.reason}`).toContain('CREATE_COMPLETE');
    const { said, name: remoteName, id } = outputsOf(made);
    expect(said).toBe('hello from a file');
    expect(front.requests.filter((request) => request.includes('python-heatclient')).length).toBeGreaterThan(2);

    const child = (await isotherm.find(String(remoteName)))!;
    expect([child.id, child.status]).toEqual([id, 'CREATE_COMPLETE']);
    const net = outputsOf(child)['net'];
    expect(await networks()).toContainEqual(expect.objectContaining({ id: net, tags: ['hello'] }));
    expect(await stackNames(west, `${name}-`)).toEqual([]);

    await update(made, parent(where, CHILD, { text: 'again' }));
    const changed = await ended(name, 'UPDATE');
    expect(`${changed.status} ${changed.reason}`).toContain('UPDATE_COMPLETE');
    expect(outputsOf(changed)).toEqual({ said: 'again from a file', name: remoteName, id });
    expect(await networks()).toContainEqual(expect.objectContaining({ id: net, tags: ['again'] }));

    await act(changed, 'check');
    expect((await ended(name, 'CHECK')).status).toBe('CHECK_COMPLETE');
    expect((await isotherm.show(child))!.status).toBe('CHECK_COMPLETE');

    await remove(name);
    await vi.waitFor(async () => expect(await isotherm.find(String(remoteName))).toBeUndefined(), 10_000);
    expect((await networks()).filter((network) => network['id'] === net)).toEqual([]);
  });

  it('is told why a change failed there', async () => {
    const where = await context();
    const name = newName();
    await create(name, parent(where, CHILD, { text: 'hello' }));
    const made = await ended(name);
    // A creation would be tried five times more.
    await update(made, parent(where, FAILING, {}));
    const failed = await ended(name, 'UPDATE');
    expect(`${failed.status} ${failed.reason}`).toMatch(/^UPDATE_FAILED .*resources.bad: Test Resource failed bad/);
    await remove(name);
    expect(await stackNames(there, name)).toEqual([]);
  });

  it('goes on with another credential, and is told what cannot be done', async () => {
    const name = newName();
    await create(name, parent(await context(), CHILD, { text: 'one' }));
    const made = await ended(name);
    await update(made, parent(await context(), CHILD, { text: 'two' }));
    const changed = await ended(name, 'UPDATE');
    expect(`${changed.status} ${changed.reason}`).toContain('UPDATE_COMPLETE');
    expect(outputsOf(changed)).toEqual({ ...outputsOf(made), said: 'two from a file' });
    await act(changed, 'suspend');
    const awake = await ended(name, 'SUSPEND');
    expect(`${awake.status} ${awake.reason}`).toMatch(/^SUSPEND_FAILED .*Suspending a stack is not supported/);
    await remove(name);
    expect(await stackNames(there, name)).toEqual([]);
  });

  it('refuses a stack whose credential, authority or template is wrong, in words that help', async () => {
    const where = await context();
    const tried = async (changes: ValueMap, template = CHILD): Promise<string> => {
      const name = newName();
      return refusal(create(name, parent({ ...where, ...changes }, template, { text: 'x' })));
    };
    const wrong = await context(clouds.password(THERE, 'wrong'));
    expect(await tried({ credential_secret_id: wrong['credential_secret_id']! })).toMatch(/requires authentication/);
    expect(await tried({ ca_cert: null })).toMatch(/SSL|certificate/i);
    const unknown = CHILD.replace('OS::Neutron::Net', 'OS::Imaginary::Thing');
    expect(await tried({}, unknown)).toMatch(/Failed validating .*OS::Imaginary::Thing/);
  });
});
