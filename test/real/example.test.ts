/**
 * The whole way on a real cloud: `isotherm setup` prepares its Keystone, `isotherm serve` runs against it, and the example stack goes
 * up and away. `ISOTHERM_REAL_CLOUDS` names a clouds.yaml with the entries `east-demo`, an ordinary user, and `east-admin`.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withCloud } from '../../src/cli/client/connect.ts';
import { listAt, textAt } from '../../src/cli/client/read.ts';
import { Stacks, type StackName, type StackState } from '../../src/cli/client/stacks.ts';
import { bundleTemplate } from '../../src/cli/client/template-files.ts';
import { path } from '../../src/clouds/path.ts';
import type { Connection } from '../../src/clouds/types.ts';
import { cloudEntry } from '../../src/server/config/home.ts';
import { IsothermProcess, type Ended } from '../support/isotherm-process.ts';

const FILE = process.env['ISOTHERM_REAL_CLOUDS'];
if (FILE === undefined)
  process.stderr.write('!!! ISOTHERM_REAL_CLOUDS is not set: the example is NOT tried on a real cloud !!!\n');

const TEMPLATE = fileURLToPath(new URL('../../examples/web-tier.yaml', import.meta.url));
const TAG = `isotherm-test-${randomBytes(3).toString('hex')}`;
const PORT = 17_870;

describe.skipIf(FILE === undefined)('isotherm on a real cloud', () => {
  const folder = mkdtempSync(join(tmpdir(), 'isotherm-real-'));
  const config = join(folder, 'isotherm.yaml');
  const server = new IsothermProcess(['serve', '--config', config], { serving: '"serving"' });

  const setup = (cloud: string, ...more: string[]): Promise<Ended> => {
    const url = ['--url', `http://127.0.0.1:${PORT}`];
    const names = ['--user', TAG, '--service-type', TAG, '--password-file', join(folder, 'password')];
    const args = ['setup', '--os-cloud', cloud, ...url, ...names, ...more];
    return new IsothermProcess(args, { env: { OS_CLIENT_CONFIG_FILE: FILE } }).run();
  };
  const as = async <T>(cloud: string, work: (connection: Connection) => Promise<T>): Promise<T> =>
    withCloud(await cloudEntry(cloud, FILE, {}), work);

  afterAll(async () => {
    await server.end('SIGKILL');
    await as('east-admin', async (admin) => {
      const identity = admin.service('identity');
      const services = listAt(await identity.get('/services', { query: { type: TAG } }), 'services');
      for (const service of services) await identity.delete(path`/services/${textAt(service, 'id')}`);
      const users = listAt(await identity.get('/users', { query: { name: TAG } }), 'users');
      for (const user of users) await identity.delete(path`/users/${textAt(user, 'id')}`);
    });
    rmSync(folder, { recursive: true });
  });

  it('a user who is no administrator cannot set it up, and is told so', async () => {
    const { status, stderr } = await setup('east-demo');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^This login may not .* administrator of Keystone[^\n]*\n$/);
  });

  it('a dry run says what it would do, and does nothing', async () => {
    for (let run = 0; run < 2; run++) {
      const { status, stderr } = await setup('east-admin', '--dry-run');
      expect(status).toBe(0);
      expect(stderr).toContain(`would be created  user ${TAG}`);
      expect(stderr.match(/would be created {2}endpoint/g)).toHaveLength(3);
    }
  });

  it('leaves the orchestration service of another program alone', async () => {
    const { status, stderr } = await setup('east-admin', '--service-type', 'orchestration');
    expect(status).toBe(1);
    expect(stderr).toMatch(/already: heat\. Nothing was changed\. .*--service-type.*--replace-endpoint/);
  });

  it('is set up, and a second time changes nothing', async () => {
    const first = await setup('east-admin');
    expect([first.status, first.stderr.includes(`created           user ${TAG}`)]).toEqual([0, true]);
    writeFileSync(config, first.stdout);
    const second = await setup('east-admin');
    expect([second.status, second.stdout]).toEqual([0, first.stdout]);
    expect(second.stderr).not.toMatch(/created|changed/);
    expect(first.stdout).not.toContain('password:');
  });

  describe('once it serves', () => {
    beforeAll(() => server.start());

    it('makes the example stack, and takes it away again', async () => {
      await as('east-demo', async (connection) => {
        const stacks = new Stacks(connection, TAG);
        const stack = { name: TAG, id: await stacks.create(TAG, await bundleTemplate(TEMPLATE)) };
        const made = await ended(stacks, stack);
        expect([made?.status, made?.reason]).toEqual(['CREATE_COMPLETE', 'Stack CREATE completed successfully']);
        expect(made?.outputs.find(({ key }) => key === 'server_names')?.value).toEqual([
          `${TAG}-web-0`,
          `${TAG}-web-1`,
        ]);
        expect(await serversOf(connection)).toEqual([`${TAG}-web-0 ACTIVE`, `${TAG}-web-1 ACTIVE`]);
        await remove(stacks, stack, connection);
      });
    });

    it('makes it too when it is killed on the way', async () => {
      await as('east-demo', async (connection) => {
        const stacks = new Stacks(connection, TAG);
        const stack = {
          name: `${TAG}-killed`,
          id: await stacks.create(`${TAG}-killed`, await bundleTemplate(TEMPLATE)),
        };
        for (const seconds of [3, 5]) {
          await sleep(seconds * 1000);
          await server.end('SIGKILL');
          await server.start();
        }
        const made = await ended(stacks, stack);
        expect([made?.status, made?.reason]).toEqual(['CREATE_COMPLETE', 'Stack CREATE completed successfully']);
        const servers = await serversOf(connection);
        expect(servers).toEqual([0, 1].map((index) => `${TAG}-killed-web-${index} ACTIVE`));
        await remove(stacks, stack, connection);
      });
    });
  });

  async function serversOf(connection: Connection): Promise<string[]> {
    const query = { name: TAG };
    const servers = listAt(await connection.service('compute').get('/servers/detail', { query }), 'servers');
    return servers.map((server) => `${textAt(server, 'name')} ${textAt(server, 'status')}`).sort();
  }

  async function remove(stacks: Stacks, stack: StackName, connection: Connection): Promise<void> {
    await stacks.delete(stack);
    const gone = await ended(stacks, stack);
    expect(gone?.status ?? 'DELETE_COMPLETE').toBe('DELETE_COMPLETE');
    expect(await serversOf(connection)).toEqual([]);
    const networks = listAt(await connection.service('network').get('/networks'), 'networks');
    expect(networks.map((network) => textAt(network, 'name')).filter((name) => name.startsWith(TAG))).toEqual([]);
  }
});

async function ended(stacks: Stacks, stack: StackName): Promise<StackState | undefined> {
  for (;;) {
    const state = await stacks.show(stack);
    if (state === undefined || !state.status.endsWith('_IN_PROGRESS')) return state;
    await sleep(500);
  }
}
