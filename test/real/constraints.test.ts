/**
 * What our custom constraints and those of a real Heat say of the same values. `ISOTHERM_REAL_CLOUDS` names a clouds.yaml with
 * `east-demo`; kinds whose service that cloud does not have are skipped.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAt, textAt } from '../../src/cli/client/read.ts';
import { isCloudError } from '../../src/clouds/errors.ts';
import { path } from '../../src/clouds/path.ts';
import type { Connection } from '../../src/clouds/types.ts';
import { parseJson } from '../../src/expressions/json.ts';
import { isMap, own, type Value } from '../../src/expressions/values.ts';
import { checkCustomConstraints } from '../../src/resources/constraints.ts';
import { CloudFinder } from '../../src/resources/finder.ts';
import { systemClock, systemRandom } from '../../src/server/system.ts';
import { heatSide } from '../differential/heat-templates/sides.ts';
import { RealClouds } from './support/real-clouds.ts';

const FILE = process.env['ISOTHERM_REAL_CLOUDS'];
if (FILE === undefined) process.stderr.write('ISOTHERM_REAL_CLOUDS is not set: no constraint is compared with Heat\n');

describe.skipIf(FILE === undefined)('custom constraints on a real cloud', { timeout: 60_000 }, () => {
  const newName = (): string => `isotherm-test-${systemRandom.uuid()}`;
  let clouds: RealClouds;
  let east: Connection;

  beforeAll(async () => {
    clouds = await RealClouds.read(FILE!, ['east-demo']);
    east = await clouds.connect('east-demo');
  });
  afterAll(() => clouds?.close());

  /** Why a cloud does not have all of these services: they are not in its catalog, or nobody listens where that says. */
  async function lackOf(...services: string[]): Promise<string | undefined> {
    for (const service of ['orchestration', ...services]) {
      if ((await east.has(service)) && (await answers(service))) continue;
      const lack = `The cloud has no service ${service}`;
      process.stderr.write(`!!! ${lack}: its constraints are not compared with Heat's !!!\n`);
      return lack;
    }
    return undefined;
  }

  const asked = new Map<string, Promise<boolean>>();
  function answers(service: string): Promise<boolean> {
    const answer =
      asked.get(service) ??
      east
        .service(service)
        .get('/')
        .then(
          () => true,
          (error: unknown) => isCloudError(error) && error.code !== 'Unreachable',
        );
    asked.set(service, answer);
    return answer;
  }

  async function heatSays(constraint: string, value: string): Promise<Value | undefined> {
    const parameters = { p: { type: 'string', constraints: [{ custom_constraint: constraint }] } };
    const { status, body } = await heatSide(east)('/stacks/preview', {
      stack_name: newName(),
      template: { heat_template_version: '2018-08-31', parameters },
      environment: { parameters: { p: value } },
    });
    if (status === 200) return undefined;
    const error = isMap(body) ? own(body, 'error') : undefined;
    return isMap(error) ? own(error, 'message') : body;
  }

  async function weSay(constraint: string, value: string): Promise<string | undefined> {
    const finder = new CloudFinder(east, systemClock);
    const check = { name: constraint, value, path: ['parameters', 'p'], parameter: 'p' };
    return (await checkCustomConstraints(finder, [check]))[0]?.problem.message;
  }

  /** Compares what is said of values that are there, and of some that are not. */
  async function compare(constraint: string, there: readonly string[], missing: readonly string[]): Promise<void> {
    for (const value of there) {
      expect([await heatSays(constraint, value), await weSay(constraint, value)], value).toEqual([
        undefined,
        undefined,
      ]);
    }
    for (const value of missing) {
      const said = await heatSays(constraint, value);
      expect(said, value).toMatch(/^Parameter 'p' is invalid: /);
      expect(await weSay(constraint, value)).toBe(said);
    }
  }

  it('find workflows', async ({ skip }) => {
    const lack = await lackOf('workflowv2');
    if (lack !== undefined) skip(lack);
    const mistral = east.service('workflowv2');
    const name = newName();
    const text = `version: '2.0'\n${name}: {tasks: {t: {action: std.noop}}}\n`;
    const answer = await mistral.raw('POST', '/workflows', text, { headers: { 'content-type': 'text/plain' } });
    const id = textAt(listAt(parseJson(new TextDecoder().decode(answer.body)), 'workflows')[0]!, 'id');
    clouds.atEnd(() => mistral.delete(path`/workflows/${id}`));
    await compare('mistral.workflow', [name, id], [`${name}-none`, systemRandom.uuid()]);
  });

  it('find zones', async ({ skip }) => {
    const lack = await lackOf('dns');
    if (lack !== undefined) skip(lack);
    const dns = east.service('dns');
    const zone = `${newName()}.example.`;
    const made = await dns.post('/zones', { name: zone, email: 'nobody@example.org' });
    const id = textAt(isMap(made) ? made : {}, 'id');
    clouds.atEnd(() => dns.delete(path`/zones/${id}`));
    await compare('designate.zone', [zone, id], [zone.slice(0, -1), systemRandom.uuid(), '']);
  });

  it.for(['octavia.flavor', 'octavia.l7policy', 'octavia.listener', 'octavia.loadbalancer', 'octavia.pool'])(
    'look for %s',
    async (constraint, { skip }) => {
      const lack = await lackOf('load-balancer');
      if (lack !== undefined) skip(lack);
      await compare(constraint, [''], [newName(), systemRandom.uuid()]);
    },
  );

  it.for(['neutron.lbaas.pool', 'neutron.port_pair', 'neutron.taas.tap_flow'])(
    'look for %s',
    async (constraint, { skip }) => {
      const lack = await lackOf('network');
      if (lack !== undefined) skip(lack);
      await compare(constraint, [], [newName(), systemRandom.uuid()]);
    },
  );

  it('take any name for a queue', async ({ skip }) => {
    const lack = await lackOf('messaging');
    if (lack !== undefined) skip(lack);
    await compare('zaqar.queue', [newName(), 'a b', 'x'.repeat(64)], []);
  });
});
