import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeystoneState } from '../../src/cli/setup/keystone.ts';
import { prepareKeystone, type Wish } from '../../src/cli/setup/prepare.ts';
import { Clouds } from '../../src/clouds/connect.ts';
import { Egress } from '../../src/clouds/egress.ts';
import { Secret } from '../../src/clouds/secret.ts';
import { validateToken } from '../../src/clouds/services/keystone.ts';
import type { Connection } from '../../src/clouds/types.ts';
import { createSandbox, sandboxTransport, type Sandbox } from '../../src/sandbox/index.ts';
import { systemClock, systemRandom } from '../../src/server/system.ts';

const CLOUD = { name: 'sandbox', authUrl: 'http://sandbox:1/identity/v3' };
const WISH: Wish = {
  user: 'isotherm',
  password: new Secret('service password'),
  resetPassword: false,
  project: 'service',
  domainId: 'default',
  role: 'service',
  stackDomain: 'heat',
  stackDomainAdmin: 'heat_domain_admin',
  catalog: {
    type: 'orchestration',
    name: 'isotherm',
    url: 'http://us/v1/%(project_id)s',
    region: 'RegionOne',
    replace: false,
  },
};

let sandbox: Sandbox;
let clouds: Clouds;
beforeEach(() => {
  const ports = { clock: systemClock, random: systemRandom };
  sandbox = createSandbox({ name: 'sandbox', baseUrl: 'http://sandbox:1', ...ports, seed: { serviceUsers: [] } });
  const egress = new Egress({ allowHosts: ['sandbox'] }, () => Promise.resolve(['192.0.2.1']), systemClock);
  clouds = new Clouds({ clock: systemClock, random: systemRandom, egress, transport: () => sandboxTransport(sandbox) });
});
afterEach(async () => {
  await clouds.close();
  sandbox.close();
});

function login(username: string, password: string, project: string): Promise<Connection> {
  const domains = { user_domain_id: 'default', project_domain_id: 'default' };
  return clouds.connect(CLOUD, {
    authType: 'password',
    auth: { username, password, project_name: project, ...domains },
  });
}

/** Prepares the sandbox's Keystone as that user; gives what it told, a line each. */
async function prepare(
  changes: Partial<Wish> = {},
  options: { dryRun?: boolean; as?: string } = {},
): Promise<string[]> {
  const { as = 'admin', dryRun = false } = options;
  const lines: string[] = [];
  const tell = (what: string, outcome: string): void => void lines.push(`${outcome}: ${what}`);
  await prepareKeystone(new KeystoneState(await login(as, 'secret', as), { dryRun, tell }), { ...WISH, ...changes });
  return lines;
}

describe('prepareKeystone', () => {
  it('lets the service log in and validate the tokens of others', async () => {
    await prepare();
    const service = await login('isotherm', 'service password', 'service');
    const demo = await login('demo', 'secret', 'demo');
    expect((await validateToken(service, new Secret(await demo.token())))?.user.name).toBe('demo');
    expect(await demo.service('orchestration').endpoint()).toMatch(/^http:\/\/us\/v1\/[0-9a-f]{32}$/);
  });

  it('changes nothing when it is done again', async () => {
    const first = await prepare();
    expect(first).toContain('created: user isotherm');
    const second = await prepare();
    expect(second.filter((line) => !line.startsWith('exists: '))).toEqual([]);
    expect(second.map((line) => line.replace(/^exists/, 'created')).sort()).toEqual(
      first.map((line) => line.replace(/^exists/, 'created')).sort(),
    );
  });

  it('only looks in a dry run', async () => {
    const first = await prepare({}, { dryRun: true });
    expect(first).toContain('would be created: user isotherm');
    expect(first.filter((line) => line.startsWith('created'))).toEqual([]);
    expect(await prepare({}, { dryRun: true })).toEqual(first);
  });

  it('moves its endpoints when the URL changes, and says where they were', async () => {
    await prepare();
    const lines = await prepare({ catalog: { ...WISH.catalog, url: 'http://new/v1/%(project_id)s' } });
    const moved = lines.filter((line) => line.startsWith('changed'));
    expect(moved).toHaveLength(3);
    expect(moved[0]).toContain('(was http://us/v1/%(project_id)s)');
  });

  it('gives an existing user another password only when asked to', async () => {
    await prepare();
    await prepare({ password: new Secret('another') });
    await expect((await login('isotherm', 'another', 'service')).token()).rejects.toMatchObject({
      code: 'LoginFailed',
    });
    await prepare({ password: new Secret('another'), resetPassword: true });
    expect(await (await login('isotherm', 'another', 'service')).token()).not.toBe('');
  });

  it('leaves the orchestration service of another program alone unless it may replace it', async () => {
    await prepare({ catalog: { ...WISH.catalog, name: 'heat', url: 'http://heat/v1/%(project_id)s' } });
    await expect(prepare()).rejects.toThrow(/already: heat\. Nothing was changed\./);
    await prepare({ catalog: { ...WISH.catalog, type: 'other-type' } });
    const lines = await prepare({ catalog: { ...WISH.catalog, replace: true } });
    expect(lines.filter((line) => line.includes('(was http://heat/'))).toHaveLength(3);
  });

  it('makes nothing where it finds that it lacks the rights', async () => {
    await expect(prepare({}, { as: 'demo' })).rejects.toThrow(/needs an administrator of Keystone/);
  });
});
