import { beforeEach, describe, expect, it } from 'vitest';
import { MINE, testApi, THEIRS } from './support.ts';

const BASE = 'http://api:1/orchestration/v1';
const SELF = `${BASE}/mine/stacks/web/${MINE.id}`;
const STACK = `/stacks/web/${MINE.id}`;
const NESTED = `${BASE}/theirs/stacks/db/${THEIRS.id}`;
const AT = '2026-01-02T03:04:05Z';

const api = testApi();
beforeEach(() => {
  api.orchestration.asked.length = 0;
});

const SUMMARY = {
  id: MINE.id,
  links: [{ href: SELF, rel: 'self' }],
  stack_name: 'web',
  description: '',
  stack_status: 'CREATE_COMPLETE',
  stack_status_reason: 'Stack CREATE completed successfully',
  creation_time: AT,
  updated_time: null,
  deletion_time: null,
  stack_owner: 'demo',
  parent: null,
  stack_user_project_id: null,
  tags: ['a', 'b'],
};

describe('stacks', () => {
  it('shows a stack with its outputs', async () => {
    const answer = await api.send('GET', STACK);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.json()).toEqual({
      stack: {
        ...SUMMARY,
        description: 'd',
        template_description: 'd',
        notification_topics: [],
        capabilities: [],
        parameters: { 'OS::stack_name': 'web', h: '******' },
        disable_rollback: true,
        timeout_mins: null,
        outputs: [{ output_key: 'o', description: 'No description given', output_value: 'x' }],
      },
    });
  });

  it('leaves outputs out when they are not to be resolved', async () => {
    const answer = await api.send('GET', `${STACK}?resolve_outputs=False`);
    expect(answer.json().stack).not.toHaveProperty('outputs');
    expect(api.orchestration.asked).toEqual([['show', { name: 'web', id: MINE.id }, { resolveOutputs: false }]]);
  });

  it('lists, and gives a link to go on when the page is full', async () => {
    const answer = await api.send('GET', '/stacks?limit=1&tags=a&with_count=true&marker=x');
    expect(answer.json()).toEqual({
      stacks: [SUMMARY],
      links: [{ rel: 'next', href: `${BASE}/mine/stacks?limit=1&tags=a&with_count=true&marker=${MINE.id}` }],
      count: 7,
    });
    const all = await api.send('GET', '/stacks?limit=5');
    expect(Object.keys(all.json())).toEqual(['stacks']);
  });

  it('lists every project for an admin, who is told which', async () => {
    const answer = await api.send('GET', '/stacks', { as: 'admin' });
    expect(answer.json().stacks.map((stack: { project: string }) => stack.project)).toEqual(['mine', 'theirs']);
  });

  it('passes the filters on', async () => {
    await api.send(
      'GET',
      '/stacks?name=a&stack_name=b&status=CREATE_FAILED&stack_status=COMPLETE&action=UPDATE&tags=x,y&not_tags_any=z' +
        '&show_deleted=true&show_nested=TRUE&disable_rollback=false&timeout_mins=5&owner_id=p&username=u&id=1&id=2' +
        '&sort_keys=stack_name&sort_keys=nonsense&sort_dir=desc&limit=3&marker=m',
    );
    expect(api.orchestration.asked).toEqual([
      [
        'list',
        {
          projectId: 'mine',
          ids: ['1', '2'],
          names: ['a', 'b'],
          statuses: ['FAILED', 'COMPLETE'],
          actions: ['UPDATE', 'CREATE'],
          usernames: ['u'],
          parentIds: ['p'],
          disableRollback: false,
          timeoutMins: 5,
          tags: ['x', 'y'],
          notTagsAny: ['z'],
          deleted: true,
          nested: true,
          showHidden: false,
        },
        { limit: 3, marker: 'm', sort: [{ key: 'name', descending: true }] },
      ],
    ]);
  });

  it('starts over where it does not know the marker, and lists nothing on a page of none', async () => {
    expect((await api.send('GET', '/stacks?marker=unknown')).json().stacks).toHaveLength(1);
    expect((await api.send('GET', '/stacks?limit=0')).json()).toEqual({ stacks: [] });
    expect((await api.send('GET', '/stacks?tenant=theirs')).json()).toEqual({ stacks: [] });
  });

  it('creates, and says where the stack is', async () => {
    const body = {
      stack_name: 'web',
      template: { heat_template_version: '2018-08-31' },
      parameters: { p: 1 },
      environment: 'parameters: {}',
      files: { a: 'x' },
      timeout_mins: '20',
      disable_rollback: 'False',
      tags: 'a,b',
    };
    const answer = await api.send('POST', '/stacks', { body });
    expect(answer.statusCode).toBe(201);
    expect(answer.headers['location']).toBe(SELF);
    expect(answer.json()).toEqual({ stack: { id: MINE.id, links: [{ href: SELF, rel: 'self' }] } });
    expect(api.orchestration.asked).toEqual([
      [
        'create',
        {
          name: 'web',
          template: { heat_template_version: '2018-08-31' },
          environment: 'parameters: {}',
          files: { a: 'x' },
          parameters: { p: 1 },
          timeoutMins: 20,
          disableRollback: false,
          tags: ['a', 'b'],
        },
      ],
    ]);
  });

  it('ignores the environment where environment files are given, and fetches templates by URL', async () => {
    const body = { stack_name: 'web', template_url: 'http://files/t', environment: 'x', environment_files: ['e.yaml'] };
    expect((await api.send('POST', '/stacks', { body })).statusCode).toBe(201);
    expect(api.orchestration.asked[0]![1]).toEqual({
      name: 'web',
      template: 'heat_template_version: 2018-08-31',
      environmentFiles: ['e.yaml'],
      files: {},
      parameters: {},
    });
  });

  it('updates as a whole and in part', async () => {
    const put = await api.send('PUT', STACK, { body: { template: 'x', converge: true } });
    const patch = await api.send('PATCH', STACK, { body: { clear_parameters: ['a'], tags: '' } });
    expect([put.statusCode, put.body, patch.statusCode, patch.body]).toEqual([202, '', 202, '']);
    expect(api.orchestration.asked.map((call) => call[2])).toEqual([
      { existing: false, template: 'x', files: {}, parameters: {}, converge: true },
      { existing: true, files: {}, parameters: {}, tags: [], clearParameters: ['a'] },
    ]);
  });

  it('previews a create in the raw form, nested stacks as lists', async () => {
    const answer = await api.send('POST', '/stacks/preview', { body: { stack_name: 'web', template: 'x' } });
    const { stack } = answer.json();
    expect(stack).not.toHaveProperty('stack_status');
    const planned = {
      updated_time: null,
      creation_time: null,
      resource_name: 'server',
      physical_resource_id: '',
      resource_action: 'INIT',
      resource_status: 'COMPLETE',
      resource_status_reason: 'state changed',
      resource_type: 'OS::Nova::Server',
      resource_identity: { tenant: 'mine', stack_name: 'web', stack_id: 'None', path: '/resources/server' },
      stack_identity: { tenant: 'mine', stack_name: 'web', stack_id: 'None', path: '' },
      stack_name: 'web',
      required_by: ['ip'],
      description: '',
      metadata: {},
      attributes: {},
      properties: { a: 1 },
    };
    expect(stack.resources).toEqual([planned, [planned]]);
  });

  it('previews an update', async () => {
    const answer = await api.send('PATCH', `${STACK}/preview?show_nested=true`, { body: {} });
    const changes = answer.json().resource_changes;
    expect(Object.keys(changes)).toEqual(['unchanged', 'updated', 'replaced', 'added', 'deleted']);
    expect(changes.unchanged[0]).toMatchObject({
      creation_time: AT,
      parent_resource: 'p',
      nested_stack_id: { tenant: 'mine', stack_name: 'web', stack_id: MINE.id, path: '' },
    });
    expect(api.orchestration.asked[0]!.at(-1)).toEqual({ showNested: true });
  });

  it('deletes and acts', async () => {
    const deleted = await api.send('DELETE', STACK);
    const acted = await api.send('POST', `${STACK}/actions`, { body: { cancel_update: null } });
    expect([deleted.statusCode, deleted.body, acted.statusCode, acted.body]).toEqual([204, '', 200, 'null']);
    expect(api.orchestration.asked[1]!.at(-1)).toBe('cancel_update');
  });

  it('gives template, environment, files and outputs as they are', async () => {
    const get = async (part: string) => (await api.send('GET', STACK + part)).json();
    expect(await get('/template')).toEqual({ heat_template_version: '2018-08-31' });
    expect(await get('/environment')).toEqual({ parameters: {} });
    expect(await get('/files')).toEqual({ 'a.yaml': 'x' });
    expect(await get('/outputs')).toEqual({ outputs: [{ output_key: 'o', description: 'No description given' }] });
    expect(await get('/outputs/bad')).toEqual({
      output: { output_key: 'bad', description: 'b', output_error: 'no such member', output_value: null },
    });
  });
});

describe('lookups', () => {
  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])('sends %s on to the full URL with its query', async (method) => {
    const answer = await api.send(method, '/stacks/web?x=1&y=a%20b&x=%2F');
    expect(answer.statusCode).toBe(302);
    expect(answer.headers['location']).toBe(`${SELF}?x=1&x=%2F&y=a+b`);
  });

  it.each(['resources', 'events', 'template', 'actions', 'environment', 'files'])('keeps the part %s', async (part) => {
    expect((await api.send('GET', `/stacks/web/${part}`)).headers['location']).toBe(`${SELF}/${part}`);
  });

  it('takes ARNs, escaped or not, with what follows the stack', async () => {
    const arn = `arn:openstack:heat::mine:stacks/web/${MINE.id}`;
    for (const name of [arn, encodeURIComponent(arn)]) {
      expect((await api.send('GET', `/stacks/${name}`)).headers['location']).toBe(SELF);
    }
    const longer = await api.send('GET', `/stacks/${arn}/resources/server`);
    expect(longer.headers['location']).toBe(`${SELF}/resources/server`);
  });

  it('does not take the parts of a collection for stacks, but their names with other methods', async () => {
    expect((await api.send('GET', '/stacks/detail')).statusCode).toBe(200);
    expect((await api.send('PUT', '/stacks/preview')).json().error.message).toBe(
      'The Stack (preview) could not be found.',
    );
  });
});

describe('resources', () => {
  const LISTED = {
    updated_time: AT,
    creation_time: AT,
    logical_resource_id: 'server',
    resource_name: 'server',
    physical_resource_id: '',
    resource_status: 'CREATE_COMPLETE',
    resource_status_reason: 'state changed',
    resource_type: 'OS::Nova::Server',
    links: [
      { href: `${SELF}/resources/server`, rel: 'self' },
      { href: SELF, rel: 'stack' },
    ],
    required_by: ['ip'],
  };

  it('lists', async () => {
    const answer = await api.send(
      'GET',
      `${STACK}/resources?nested_depth=2&with_detail=true&status=CREATE_COMPLETE&type=T`,
    );
    expect(answer.json()).toEqual({
      resources: [{ ...LISTED, links: [...LISTED.links, { href: NESTED, rel: 'nested' }], parent_resource: 'p' }],
    });
    expect(api.orchestration.asked[0]!.at(-1)).toEqual({
      nestedDepth: 2,
      withDetail: true,
      filter: { types: ['T'], actions: ['CREATE'], statuses: ['COMPLETE'] },
    });
  });

  it('shows, with attributes', async () => {
    const answer = await api.send('GET', `${STACK}/resources/server?with_attr=a&with_attr=b`);
    expect(answer.json()).toEqual({ resource: { ...LISTED, description: '', attributes: { a: 1 } } });
    expect(api.orchestration.asked[0]!.at(-1)).toEqual({ withAttributes: ['a', 'b'] });
  });

  it('gives metadata and marks', async () => {
    expect((await api.send('GET', `${STACK}/resources/server/metadata`)).json()).toEqual({ metadata: { m: 1 } });
    const body = { mark_unhealthy: 'true', resource_status_reason: 'burnt' };
    expect((await api.send('PATCH', `${STACK}/resources/server`, { body })).body).toBe('null');
    expect(api.orchestration.asked[1]!.slice(2)).toEqual(['server', true, 'burnt']);
  });
});

describe('events', () => {
  const EVENT = {
    id: 'e1',
    links: [
      { href: `${SELF}/resources/server/events/e1`, rel: 'self' },
      { href: `${SELF}/resources/server`, rel: 'resource' },
      { href: SELF, rel: 'stack' },
    ],
    event_time: AT,
    logical_resource_id: 'server',
    resource_name: 'server',
    physical_resource_id: null,
    resource_status: 'CREATE_IN_PROGRESS',
    resource_status_reason: 'state changed',
  };

  it('lists, with the root stack where nested ones are listed', async () => {
    expect((await api.send('GET', `${STACK}/events`)).json()).toEqual({ events: [EVENT] });
    const nested = await api.send('GET', `${STACK}/events?nested_depth=1&sort_dir=asc&limit=2&resource_status=FAILED`);
    expect(nested.json().events[0].links.at(-1)).toEqual({ href: SELF, rel: 'root_stack' });
    expect(api.orchestration.asked[1]!.at(-1)).toEqual({
      nestedDepth: 1,
      filter: { statuses: ['FAILED'] },
      page: { limit: 2, sort: [{ key: 'at', descending: false }] },
    });
  });

  it('shows one, with type and properties', async () => {
    const answer = await api.send('GET', `${STACK}/resources/server/events/e1`);
    expect(answer.json()).toEqual({
      event: { ...EVENT, resource_type: 'OS::Nova::Server', resource_properties: { flavor: 'tiny' } },
    });
  });

  it('finds none of a resource', async () => {
    const answer = await api.send('GET', `${STACK}/resources/quiet/events`);
    expect([answer.statusCode, answer.json().error.message]).toEqual([404, 'No events found for resource quiet']);
  });
});

describe('the installation', () => {
  it('lists the types the caller may use and the cloud has', async () => {
    const types = async (query: string, as = 'member') =>
      (await api.send('GET', `/resource_types${query}`, { as })).json().resource_types;
    expect(await types('')).toEqual(['OS::Glance::Image', 'OS::Heat::Value', 'OS::Nova::Server']);
    expect(await types('', 'admin')).toContain('OS::Keystone::User');
    expect(await types('?name=OS::(Heat|Glance)')).toEqual(['OS::Glance::Image', 'OS::Heat::Value']);
    expect(await types('?name=Value')).toEqual([]);
    expect(await types('?name=(')).toEqual([]);
    expect(await types('?support_status=DEPRECATED')).toEqual(['OS::Glance::Image']);
    expect(await types('?version=5.0.0')).toEqual(['OS::Nova::Server']);
    expect(await types('?name=OS::Heat&with_description=true')).toEqual([
      { resource_type: 'OS::Heat::Value', description: 'Gives a value.' },
    ]);
  });

  it('shows a type and a template for it', async () => {
    const shown = await api.send('GET', '/resource_types/OS::Heat::Value?with_description=true');
    expect(shown.json()).toMatchObject({ resource_type: 'OS::Heat::Value', description: 'Gives a value.' });
    const template = await api.send('GET', '/resource_types/OS::Heat::Value/template?template_type=HOT');
    expect(template.json().resources.Value.type).toBe('OS::Heat::Value');
  });

  it('lists template versions and functions', async () => {
    const { template_versions: versions } = (await api.send('GET', '/template_versions')).json();
    expect(versions.slice(0, 3)).toEqual([
      { version: 'AWSTemplateFormatVersion.2010-09-09', type: 'cfn', aliases: [] },
      { version: 'HeatTemplateFormatVersion.2012-12-12', type: 'cfn', aliases: [] },
      { version: 'heat_template_version.2013-05-23', type: 'hot', aliases: [] },
    ]);
    expect(versions).toHaveLength(13);
    expect(versions.at(-1).aliases).toEqual(['heat_template_version.wallaby']);
    const names = async (query: string) => {
      const url = `/template_versions/heat_template_version.2016-10-14/functions${query}`;
      return (await api.send('GET', url))
        .json()
        .template_functions.map((item: { functions: string }) => item.functions);
    };
    const plain = await names('');
    expect(plain).toContain('get_param');
    expect(plain).not.toContain('equals');
    expect(await names('?with_condition_func=true')).toContain('equals');
    expect(await names('')).toEqual(plain);
  });

  it('validates', async () => {
    const answer = await api.send('POST', '/validate?show_nested=true&ignore_errors=99001', {
      body: { template: 'x' },
    });
    expect(answer.json()).toEqual({ Description: 'd', Parameters: {}, Environment: {} });
    expect(api.orchestration.asked[0]!.at(-1)).toEqual({ showNested: true, ignoreErrors: ['99001'] });
  });

  it('tells revision and engines', async () => {
    expect((await api.send('GET', '/build_info')).json()).toEqual({
      api: { revision: 'r1' },
      engine: { revision: 'r1' },
    });
    expect((await api.send('GET', '/services', { as: 'admin' })).statusCode).toBe(503);
    api.orchestration.engines = [
      {
        id: 'i',
        engineId: 'e',
        host: 'h',
        hostname: 'n',
        binary: 'heat-engine',
        topic: 'engine',
        reportIntervalSeconds: 60,
        createdAt: Date.UTC(2026, 0, 1),
        updatedAt: Date.UTC(2026, 0, 1, 0, 0, 1),
        status: 'up',
      },
    ];
    expect((await api.send('GET', '/services', { as: 'admin' })).json().services).toEqual([
      {
        id: 'i',
        engine_id: 'e',
        host: 'h',
        hostname: 'n',
        binary: 'heat-engine',
        topic: 'engine',
        report_interval: 60,
        created_at: '2026-01-01T00:00:00.000000',
        updated_at: '2026-01-01T00:00:01.000000',
        deleted_at: null,
        status: 'up',
      },
    ]);
  });
});
