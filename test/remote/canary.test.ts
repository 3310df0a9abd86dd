/**
 * Secrets that must be seen nowhere, through the whole life of what uses them: creation, update, rotation, failures of each kind, a
 * restart in the middle, removal. What is looked through is the log at debug level, the files of the database with its write-ahead log,
 * and every answer that a user got, events included.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeJson } from '../../src/expressions/json.ts';
import type { Value, ValueMap } from '../../src/expressions/values.ts';
import { composeServer, type Server } from '../../src/server/compose.ts';
import { CONFIG_SCHEMA } from '../../src/server/config/schema.ts';
import { makeLog } from '../../src/server/log.ts';
import { ManyClouds } from './support/many-clouds.ts';
import { User } from './support/user.ts';

const PASSWORD = 'canary-password-of-west-8d1c';
const ROTATED = 'canary-rotated-password-52f0';
const WRONG = 'canary-wrong-password-77aa';
const TOTP = 'canary-answer-that-echoes-19be';

const child = (text: string): string => `
heat_template_version: 2018-08-31
resources:
  net: {type: OS::Neutron::Net, properties: {name: ${text}}}
outputs:
  said: {value: {get_attr: [net, name]}}
`;

describe('the canary', () => {
  let world: ManyClouds;
  let folder: string;
  let server: Server;
  let user: User;
  let home: string;
  const log: string[] = [];
  const answers: string[] = [];

  const start = async (): Promise<void> => {
    const homeCloud = { name: home, authUrl: world.keystone(home), region: 'RegionOne' };
    server = await composeServer({
      config: CONFIG_SCHEMA.parse({
        home: { name: home, auth_url: homeCloud.authUrl },
        storage: { path: join(folder, 'db') },
        vault: { key_file: join(folder, 'key') },
        clouds: { requests_per_second: 1_000_000 },
        log: { level: 'debug', requests: true },
        listen: { port: 0 },
      }),
      home: { cloud: homeCloud, credential: world.password('isotherm', 'service') },
      log: makeLog('debug', { write: (line: string) => void log.push(line) }),
      clock: world.clock,
      random: world.random,
      transport: (cloud) => world.transport(cloud),
    });
    await server.start();
    const connection = await world.connect(home, world.password('demo', 'demo'));
    user = new User(server, connection, (ms) => world.clock.sleep(ms));
  };
  const stop = async (): Promise<void> => {
    answers.push(...user.answers);
    await server.stop();
  };
  const begin = async (without: readonly string[] = []): Promise<void> => {
    home = 'home';
    world.cloud(home, { without });
    world.cloud('west', { seed: { password: PASSWORD } });
    await start();
  };
  const credential = (password: string): ValueMap => {
    const { auth, ...rest } = world.credential('west');
    return { ...rest, auth: { ...(auth as ValueMap), password } };
  };
  /** The user of west gets another password. */
  const changePassword = async (from: string, to: string): Promise<void> => {
    const west = await world.connect('west', world.password('demo', 'demo', from));
    const path = `/users/${await west.userId()}/password`;
    await west.service('identity').post(path, { user: { original_password: from, password: to } });
  };
  const seen = async (name: string, id: string): Promise<void> => {
    for (const path of ['', '/events', '/resources?nested_depth=5', '/resources/there', '/template', '/environment']) {
      await user.ask('GET', `/stacks/${name}/${id}${path}`);
    }
    const { body } = await user.ask('GET', `/stacks/${name}/${id}/resources/there/events`);
    for (const event of (body['events'] ?? []) as ValueMap[]) {
      await user.ask('GET', `/stacks/${name}/${id}/resources/there/events/${String(event['id'])}`);
    }
    await user.ask('GET', '/clouds');
    await user.ask('GET', '/clouds/west');
    await user.ask('POST', '/clouds/west/check', {});
  };
  const leaks = (canaries: readonly string[]): string[] => {
    const files = readdirSync(folder).filter((name) => name.startsWith('db'));
    expect(files).toContain('db');
    const places: [string, string][] = [
      ...files.map((name): [string, string] => [name, readFileSync(join(folder, name), 'latin1')]),
      ['the log', log.join('')],
      ...[...answers, ...user.answers].map((text): [string, string] => [`an answer: ${text.slice(0, 300)}`, text]),
    ];
    return places.flatMap(([place, text]) =>
      canaries.filter((canary) => text.includes(canary)).map((canary) => `${canary} in ${place}`),
    );
  };

  beforeEach(() => {
    world = new ManyClouds();
    folder = mkdtempSync(join(tmpdir(), 'isotherm-canary-'));
    log.length = 0;
    answers.length = 0;
  });
  afterEach(async () => {
    await server.stop();
    await world.close();
    rmSync(folder, { recursive: true });
  });

  const ALL = [PASSWORD, ROTATED, WRONG, TOTP];

  /** Creates, updates, rotates, fails, restarts and removes a stack that has one resource, `there`. */
  async function live(make: (text: string) => Promise<Value>, rotate: (password: string) => Promise<unknown>) {
    const id = await user.create('s', await make('one'));
    expect((await user.ended('s', id))['stack_status']).toBe('CREATE_COMPLETE');
    await seen('s', id);

    await user.update('s', id, await make('two'));
    await stop();
    await start();
    expect((await user.ended('s', id))['stack_status']).toBe('UPDATE_COMPLETE');

    await changePassword(PASSWORD, ROTATED);
    world.sandboxes.get('west')!.faults.add({ effect: { expireTokens: true }, times: 1 });
    const refused = await user.ask('PUT', `/stacks/s/${id}`, { template: await make('three') });
    expect([202, 400]).toContain(refused.status);
    await user.ended('s', id);
    await seen('s', id);
    await rotate(WRONG);
    await user.ask('PUT', `/stacks/s/${id}`, { template: await make('three') });
    await user.ended('s', id);
    await seen('s', id);
    expect(leaks(ALL)).toEqual([]);

    await rotate(ROTATED);
    await user.update('s', id, await make('four'));
    expect((await user.ended('s', id))['stack_status']).toBe('UPDATE_COMPLETE');
    await user.remove('s', id);
    await seen('s', id);
  }

  it('is kept by a stack with a secret in the key manager', async () => {
    await world.run(async () => {
      await begin();
      let secret = await world.secret(home, credential(PASSWORD));
      const make = async (text: string): Promise<Value> => ({
        heat_template_version: '2018-08-31',
        resources: {
          there: {
            type: 'OS::Heat::Stack',
            properties: { context: { credential_secret_id: secret }, template: child(text) },
          },
        },
      });
      await live(make, async (password) => (secret = await world.secret(home, credential(password))));
      expect(leaks(ALL)).toEqual([]);
    });
  });

  it.each([
    ['the key manager', []],
    ['the vault of the service', ['key-manager']],
  ])(
    'is kept by a registered cloud with its credential in %s, and by stacks and sets on it',
    async (_name, without) => {
      await world.run(async () => {
        await begin(without);
        const register = (password: string): Promise<unknown> =>
          user.ask('POST', '/clouds', { name: 'west', ...credential(password) });
        const replace = (password: string): Promise<unknown> =>
          user.ask('PUT', '/clouds/west', { name: 'west', ...credential(password) });
        await register(PASSWORD);
        const make = async (text: string): Promise<Value> => ({
          heat_template_version: '2018-08-31',
          resources: {
            there: { type: 'OS::Neutron::Net', metadata: { 'isotherm:cloud': 'west' }, properties: { name: text } },
            set: { type: 'Isotherm::StackSet', properties: { template: child(text), clouds: [{ cloud: 'west' }] } },
          },
        });
        await live(make, replace);
        await user.ask('DELETE', '/clouds/west');
        expect(leaks(ALL)).toEqual([]);
      });
    },
  );

  it('is kept where the other cloud says it back', async () => {
    await world.run(async () => {
      await begin();
      const body = writeJson({ error: { code: 401, message: `No such password: ${TOTP}`, title: 'Unauthorized' } });
      world.hosts.set('http://10.9.9.9', async () => ({
        status: 401,
        headers: { 'content-type': 'application/json' },
        body: new TextEncoder().encode(body),
      }));
      const auth = { ...(credential(TOTP)['auth'] as ValueMap), auth_url: 'http://10.9.9.9/v3' };
      const secret = await world.secret(home, { auth_type: 'v3password', auth });
      const properties = { context: { credential_secret_id: secret }, template: child('x') };
      const resources = { there: { type: 'OS::Heat::Stack', properties } };
      const template = { heat_template_version: '2018-08-31', resources };
      const answer = await user.ask('POST', '/stacks', { stack_name: 's', template });
      expect(answer.status).toBe(400);
      expect(writeJson(answer.body)).toContain('No such password: ******');
      expect(leaks(ALL)).toEqual([]);
    });
  });

  it('in a hidden parameter shows in no answer and no log', async () => {
    await world.run(async () => {
      await begin();
      const template = {
        heat_template_version: '2018-08-31',
        parameters: { password: { type: 'string', hidden: true }, other: { type: 'string' } },
        resources: {
          there: {
            type: 'OS::Heat::Stack',
            properties: {
              context: { credential_secret_id: await world.secret(home, credential(PASSWORD)) },
              parameters: { password: { get_param: 'password' } },
              template: `
heat_template_version: 2018-08-31
parameters: {password: {type: string, hidden: true}}
resources: {net: {type: OS::Neutron::Net, properties: {name: x}}}
`,
            },
          },
        },
      };
      const environment = { parameters: { password: WRONG, other: 'x' }, encrypted_param_names: ['password'] };
      const id = await user.create('s', template, { environment });
      expect((await user.ended('s', id))['stack_status']).toBe('CREATE_COMPLETE');
      await seen('s', id);
      await user.ask('POST', '/stacks', { stack_name: 's', template, environment });
      await user.ask('PATCH', `/stacks/s/${id}/preview`, { existing: true, parameters: { other: 'z' } });
      await user.ask('PATCH', `/stacks/s/${id}`, { existing: true, parameters: { other: 'y' } });
      await user.ended('s', id);
      await user.remove('s', id);
      await seen('s', id);
      // Of a parameter the database holds the value.
      expect(leaks(ALL).filter((leak) => !leak.includes(' in db'))).toEqual([]);
    });
  });
});
