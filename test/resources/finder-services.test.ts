/** Kinds of services that the sandbox does not have; the answers are those of the real ones. */
import { describe, expect, it } from 'vitest';
import { CloudError, type CloudErrorCode } from '../../src/clouds/errors.ts';
import type { Connection, RequestOptions } from '../../src/clouds/types.ts';
import type { Value } from '../../src/expressions/values.ts';
import { checkCustomConstraints } from '../../src/resources/constraints.ts';
import { CloudFinder } from '../../src/resources/finder.ts';

const ID = '34483006-19f1-4c0a-a0cd-77b7141619e3';
const [TWIN_1, TWIN_2] = ['94942c27-1810-4a63-86bd-e2d6e09338d0', '9e26d012-1c5d-4c73-bc0b-4f11b0eb7f74'];

/** A finder on a cloud with these answers, by `service path`; what is not there is not found. Lists what is asked for. */
function finderOf(answers: Readonly<Record<string, Value | Error>>) {
  const asked: { readonly path: string; readonly query: RequestOptions['query'] }[] = [];
  const service = (type: string) => ({
    get(path: string, options?: RequestOptions): Promise<Value> {
      asked.push({ path: `${type} ${path}`, query: options?.query });
      const answer = answers[`${type} ${path}`] ?? failure('NotFound', 'The resource could not be found.');
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  });
  const connection = { cloud: { name: 'east' }, service } as unknown as Connection;
  const finder = new CloudFinder(connection, { now: () => 0, sleep: () => Promise.resolve() });
  const refusals = async (name: string, values: readonly string[]): Promise<string[]> => {
    const checks = values.map((value) => ({ name, value, path: ['parameters', 'p'], parameter: 'p' }));
    return (await checkCustomConstraints(finder, checks)).map(({ problem }) => problem.message);
  };
  return { finder, refusals, asked };
}

const failure = (code: CloudErrorCode, message: string): CloudError => new CloudError(message, { cloud: 'east', code });
const invalid = (value: string, reason: string): string =>
  `Parameter 'p' is invalid: Error validating value '${value}': ${reason}`;

describe('objects of Octavia', () => {
  const loadbalancers = [
    { id: ID, name: 'web' },
    { id: TWIN_1, name: 'twin' },
    { id: TWIN_2, name: 'twin' },
  ];
  const octavia = {
    'load-balancer /lbaas/loadbalancers': { loadbalancers, loadbalancers_links: [] },
    'load-balancer /lbaas/availabilityzones': { availability_zones: [{ name: 'az1' }], availability_zones_links: [] },
    'load-balancer /lbaas/flavorprofiles': failure('Forbidden', 'Policy does not allow this request to be performed.'),
  };

  it('are found by name and by id with one request', async () => {
    const { finder, refusals, asked } = finderOf(octavia);
    expect(await refusals('octavia.loadbalancer', ['web', ID, 'nope', 'twin', TWIN_1])).toEqual([
      invalid('nope', 'nope not found (HTTP 404)'),
      invalid('twin', "More than one load balancer exists with the name 'twin'."),
    ]);
    expect(asked).toEqual([{ path: 'load-balancer /lbaas/loadbalancers', query: { fields: ['id', 'name'] } }]);
    expect(await finder.id('octavia.loadbalancer', 'web')).toBe(ID);
  });

  it('are known by their name where they have no id', async () => {
    const { finder, refusals, asked } = finderOf(octavia);
    expect(await refusals('octavia.availabilityzone', ['az1', 'az2'])).toEqual([
      invalid('az2', 'az2 not found (HTTP 404)'),
    ]);
    expect(asked).toEqual([{ path: 'load-balancer /lbaas/availabilityzones', query: { fields: ['name'] } }]);
    expect(await finder.id('octavia.availabilityzone', 'az1')).toBe('az1');
  });

  it('need none where no value is given, and say who may not see them', async () => {
    const { refusals } = finderOf(octavia);
    expect(await refusals('octavia.flavorprofile', ['', 'gold'])).toEqual([
      invalid('gold', 'Policy does not allow this request to be performed.'),
    ]);
  });
});

describe('zones of Designate', () => {
  it('are found by their whole name or id', async () => {
    const zones = [{ id: ID, name: 'a.example.', status: 'ACTIVE' }];
    const links = { self: 'http://east.example:9001/v2/zones?limit=1000' };
    const { refusals, asked } = finderOf({ 'dns /zones': { zones, links, metadata: { total_count: 1 } } });
    expect(await refusals('designate.zone', ['a.example.', ID, 'a.example', 'a.*', ''])).toEqual(
      ['a.example', 'a.*', ''].map((name) => invalid(name, `The Designate Zone (${name}) could not be found.`)),
    );
    expect(asked).toEqual([{ path: 'dns /zones', query: { limit: 'max' } }]);
  });
});

describe('workflows of Mistral', () => {
  it('are asked for by what may be their name or id', async () => {
    const { finder, refusals, asked } = finderOf({
      'workflowv2 /workflows/backup%20all': { id: ID, name: 'backup all', namespace: '', scope: 'private' },
    });
    expect(await refusals('mistral.workflow', ['backup all', 'nope', '', '..', 'a/b'])).toEqual(
      ['nope', '', '..', 'a/b'].map((name) => invalid(name, `The Workflow (${name}) could not be found.`)),
    );
    expect(asked.map(({ path }) => path)).toEqual(['workflowv2 /workflows/backup%20all', 'workflowv2 /workflows/nope']);
    expect(await finder.id('mistral.workflow', 'backup all')).toBe(ID);
  });
});

describe('queues of Zaqar', () => {
  it('may have any name that is not too long', async () => {
    const { refusals, asked } = finderOf({});
    expect(await refusals('zaqar.queue', ['a b', 'é\n'.repeat(32), '😀'.repeat(64)])).toEqual([]);
    const long = 'x'.repeat(65);
    expect(await refusals('zaqar.queue', ['', long])).toEqual(
      ['', long].map((name) => invalid(name, 'Queue name length must be 1-64')),
    );
    expect(asked).toEqual([]);
  });
});

describe('objects of extensions of Neutron', () => {
  it.each([
    ['neutron.lbaas.pool', 'lbaasv2'],
    ['neutron.port_pair', 'sfc'],
    ['neutron.taas.tap_flow', 'taas'],
    ['neutron.qos_policy', 'qos'],
    ['neutron.address_scope', 'address-scope'],
  ])('%s tells of a Neutron without %s', async (name, extension) => {
    expect(await finderOf({}).refusals(name, ['nope', ID])).toEqual(
      ['nope', ID].map((value) => invalid(value, `The neutron extension (${extension}) could not be found.`)),
    );
  });

  it('are looked for where there is the extension', async () => {
    const { refusals } = finderOf({ 'network /sfc/port_pairs': { port_pairs: [{ id: ID, name: 'pair' }] } });
    expect(await refusals('neutron.port_pair', ['pair', ID, 'nope'])).toEqual([
      invalid('nope', "Unable to find port_pair with name or id 'nope'"),
    ]);
  });

  it('fail with Neutron', async () => {
    const error = failure('ServerError', 'out of order');
    await expect(finderOf({ 'network /lbaas/pools': error }).refusals('neutron.lbaas.pool', ['a'])).rejects.toBe(error);
  });

  it('are no more than the providers that it has', async () => {
    const { refusals, asked } = finderOf({
      'network /service-providers': { service_providers: [{ name: 'haproxy' }] },
    });
    expect(await refusals('neutron.lbaas.provider', ['haproxy', 'nope'])).toEqual([
      invalid('nope', "Unable to find neutron provider 'nope'."),
    ]);
    expect(asked).toEqual([{ path: 'network /service-providers', query: { service_type: 'LOADBALANCERV2' } }]);
  });
});
