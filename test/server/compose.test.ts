/** A whole server and its clouds in this process: what only shows when everything is put together. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withCloud } from '../../src/cli/client/connect.ts';
import { Stacks } from '../../src/cli/client/stacks.ts';
import { startInstallation } from '../../src/cli/quickstart/installation.ts';
import { quickstartConfig, quickstartHome } from '../../src/cli/quickstart/server-settings.ts';
import { composeServer } from '../../src/server/compose.ts';
import { cloudEntry } from '../../src/server/config/home.ts';
import { systemClock } from '../../src/server/system.ts';

const PORT = 17_880;
const SILENT = pino({ level: 'silent' });
let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'isotherm-compose-'));
});
afterEach(() => {
  rmSync(data, { recursive: true });
});

describe('the quickstart installation', () => {
  it('makes a stack whose outputs are there after a restart, and keeps secrets out of its files', async () => {
    const resources = {
      password: { type: 'OS::Heat::RandomString' },
      keeper: { type: 'OS::Heat::Value', properties: { value: { get_attr: ['password', 'value'] } } },
    };
    const outputs = { word: { value: { get_attr: ['keeper', 'value'] } } };
    const template = { heat_template_version: '2018-08-31', resources, outputs };
    const options = { port: PORT, data, latencyMs: 0, maxResourcesPerStack: 1000 };

    const first = await startInstallation(options);
    const access = await cloudEntry('east', first.cloudsFile, {});
    const [made, token] = await withCloud(access, async (connection) => {
      const stacks = new Stacks(connection);
      const stack = { name: 's', id: await stacks.create('s', { template, files: {} }) };
      let state = await stacks.show(stack);
      for (; state?.status.endsWith('_IN_PROGRESS'); state = await stacks.show(stack)) await systemClock.sleep(10);
      return [state, await connection.token()] as const;
    });
    expect(made?.status).toBe('CREATE_COMPLETE');
    await first.stop();

    const second = await startInstallation(options);
    const found = await withCloud(access, (connection) => new Stacks(connection).find('s'));
    await second.stop();
    expect(found?.outputs).toEqual(made?.outputs);
    expect(found?.outputs[0]?.value).toMatch(/^\w{32}$/);
    const log = readFileSync(join(data, 'isotherm.log'), 'utf8');
    expect(log).not.toContain(token);
    for (const { level, msg } of log.trim().split('\n').filter(Boolean).map(parseLine))
      expect([msg, level]).toEqual([msg, 30]);
  });
});

describe('composeServer', () => {
  it('refuses a policy that it does not understand, before it opens anything', async () => {
    const file = join(data, 'policy.yaml');
    writeFileSync(file, 'stacks:index: "role:"\nstacks:nonsense: "@"');
    const config = { ...quickstartConfig(PORT, PORT + 1, data), policy_file: file };
    await expect(composeServer({ config, home: quickstartHome(PORT + 1), log: SILENT })).rejects.toThrow(
      /policy\.yaml/,
    );
  });

  it('refuses a network that it cannot read', async () => {
    const base = quickstartConfig(PORT, PORT + 1, data);
    const config = { ...base, egress: { ...base.egress, allow: ['10.0.0.0/99'] } };
    await expect(composeServer({ config, home: quickstartHome(PORT + 1), log: SILENT })).rejects.toThrow(
      /^egress\.allow: /,
    );
  });

  it('answers 503 while Keystone cannot be asked, and serves its health nevertheless', async () => {
    const base = quickstartConfig(PORT, PORT + 1, data);
    const config = { ...base, clouds: { ...base.clouds, retries: 0 } };
    const server = await composeServer({ config, home: quickstartHome(PORT + 1), log: SILENT });
    const headers = { 'x-auth-token': 'some-token' };
    const answer = await server.app.inject({ url: '/orchestration/v1/p/stacks', headers });
    expect([answer.statusCode, (answer.json() as { title: string }).title]).toEqual([503, 'Service Unavailable']);
    expect((await server.app.inject({ url: '/healthcheck' })).statusCode).toBe(200);
    expect((await server.app.inject({ url: '/orchestration/v1/p/stacks' })).statusCode).toBe(401);
    await server.stop();
  });
});

function parseLine(line: string): { level: number; msg: string } {
  return JSON.parse(line) as { level: number; msg: string };
}
