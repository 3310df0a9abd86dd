/** The ordinary OpenStack client against the quickstart: what its help promises to somebody who has only that client. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasOpenstackClient, openstack, openstackJson, type Answer } from './support/openstack.ts';
import { Quickstart } from './support/quickstart.ts';

const TEMPLATE = fileURLToPath(new URL('../../examples/web-tier.yaml', import.meta.url));
const RESOURCES = ['floating_ip', 'port', 'server', 'volume', 'attachment'];
type Row = Record<string, unknown>;

describe.skipIf(!hasOpenstackClient())('the openstack client', () => {
  const quickstart = new Quickstart(17_810, ['--no-demo']);
  const run = (...args: string[]): Promise<Answer> => openstack(quickstart.cloudsFile, 'east', ...args);
  const json = <T = Row[]>(...args: string[]): Promise<T> => openstackJson<T>(quickstart.cloudsFile, 'east', ...args);

  beforeAll(() => quickstart.start());
  afterAll(() => quickstart.remove());

  it('logs in', async () => {
    expect(await json<Row>('token', 'issue')).toHaveProperty('project_id');
    expect((await openstack(quickstart.cloudsFile, 'west', 'token', 'issue')).status).toBe(0);
  });

  it('validates a template', async () => {
    const answer = await json<Row>('orchestration', 'template', 'validate', '-t', TEMPLATE);
    expect(answer['Parameters']).toHaveProperty('server_count');
  });

  it('creates a stack and waits for it', async () => {
    const { status, stdout, stderr } = await run('stack', 'create', '-t', TEMPLATE, '--wait', 's1');
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toContain('[s1]: CREATE_COMPLETE  Stack CREATE completed successfully');
  });

  it('lists and shows it', async () => {
    expect(await json('stack', 'list')).toMatchObject([{ 'Stack Name': 's1', 'Stack Status': 'CREATE_COMPLETE' }]);
    const shown = await json<Row>('stack', 'show', 's1');
    expect(shown).toMatchObject({ stack_name: 's1', stack_status: 'CREATE_COMPLETE' });
    expect(shown['outputs']).toHaveLength(3);
  });

  it('lists the resources of all its stacks', async () => {
    const rows = await json('stack', 'resource', 'list', '-n', '2', 's1');
    const names = rows.map((row) => row['resource_name']);
    for (const name of RESOURCES) expect(names.filter((one) => one === name)).toHaveLength(2);
    expect(new Set(rows.map((row) => row['resource_status']))).toEqual(new Set(['CREATE_COMPLETE']));
    const shown = await json<Row>('stack', 'resource', 'show', 's1', 'network');
    expect(shown).toMatchObject({ resource_type: 'OS::Neutron::Net', resource_status: 'CREATE_COMPLETE' });
  });

  it('lists the events of all its stacks', async () => {
    const { status, stdout } = await run('stack', 'event', 'list', '--nested-depth', '2', 's1');
    expect(status).toBe(0);
    expect(stdout.match(/\.server]: CREATE_COMPLETE/g)).toHaveLength(2);
  });

  it('shows the outputs', async () => {
    const { status, stdout } = await run('stack', 'output', 'show', '--all', 's1');
    expect(status).toBe(0);
    for (const name of ['server_names', 's1-web-0', 'private_addresses', '10.20.0.', 'urls', 'http://192.0.2.']) {
      expect(stdout).toContain(name);
    }
    const one = await json<Row>('stack', 'output', 'show', 's1', 'server_names');
    expect(JSON.stringify(one)).toContain('s1-web-1');
  });

  it('finds the servers and volumes in the cloud', async () => {
    const servers = await json('server', 'list');
    expect(servers.map((row) => String(row['Name'])).sort()).toEqual(['s1-web-0', 's1-web-1']);
    expect(servers.map((row) => row['Status'])).toEqual(['ACTIVE', 'ACTIVE']);
    expect((await json('volume', 'list')).map((row) => row['Status'])).toEqual(['in-use', 'in-use']);
  });

  it('updates it', async () => {
    const update = await run('stack', 'update', '--existing', '--parameter', 'server_count=3', '--wait', 's1');
    expect([update.status, update.stderr]).toEqual([0, '']);
    expect(update.stdout).toContain('[s1]: UPDATE_COMPLETE');
    expect(await json('server', 'list')).toHaveLength(3);
  });

  it('shows the resource types, template versions and functions', async () => {
    const types = (await json('orchestration', 'resource', 'type', 'list')).map((row) => Object.values(row)[0]);
    expect(types).toContain('OS::Nova::Server');
    const { status, stdout } = await run('orchestration', 'resource', 'type', 'show', 'OS::Nova::Server');
    expect(status).toBe(0);
    expect(stdout).toContain('user_data_format');
    const versions = await json('orchestration', 'template', 'version', 'list');
    expect(JSON.stringify(versions)).toContain('heat_template_version.2018-08-31');
    const functions = await json('orchestration', 'template', 'function', 'list', 'heat_template_version.2018-08-31');
    expect(JSON.stringify(functions)).toContain('str_replace_strict');
  });

  it('is told what is wrong', async () => {
    const again = await run('stack', 'create', '-t', TEMPLATE, 's1');
    expect([again.status, again.stderr]).toEqual([1, 'ERROR: The Stack (s1) already exists.\n']);
    const none = await run('stack', 'show', 'none');
    expect([none.status, none.stderr.trim()]).toEqual([1, 'Stack not found: none']);
    const wrong = await run('stack', 'create', '-t', TEMPLATE, '--parameter', 'flavor=m1.giant', 's2');
    expect(wrong.status).toBe(1);
    expect(wrong.stderr).toContain("Parameter 'flavor' is invalid");
  });

  it('deletes it, and nothing is left in the cloud', async () => {
    const { status, stderr } = await run('stack', 'delete', '-y', '--wait', 's1');
    expect([status, stderr]).toEqual([0, '']);
    for (const kind of [['stack'], ['server'], ['volume'], ['floating', 'ip'], ['router'], ['port'], ['keypair']]) {
      expect([kind, await json(...kind, 'list')]).toEqual([kind, []]);
    }
    expect((await json('security', 'group', 'list')).map((row) => row['Name'])).toEqual(['default']);
  });
});
