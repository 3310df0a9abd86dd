/**
 * The life of every resource type on real services. `ISOTHERM_REAL_CLOUDS` names a clouds.yaml with the entry `east-demo`, an
 * ordinary user, and `east-admin`; the cloud has the image `cirros`, the flavors `m1.tiny` and `m1.small` and the network `public`.
 */
import { randomInt, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { readCloudsYaml } from '../../src/clouds/cloudsyaml.ts';
import { Clouds } from '../../src/clouds/connect.ts';
import { Egress } from '../../src/clouds/egress.ts';
import { systemResolver, UndiciTransport } from '../../src/clouds/transport/undici.ts';
import type { Connection } from '../../src/clouds/types.ts';
import type { Clock, Random } from '../../src/expressions/ports.ts';
import { lackingFor, live } from '../resources/support/life.ts';
import { awsScenarios } from '../resources/support/aws-scenarios.ts';
import { moreScenarios } from '../resources/support/more-scenarios.ts';
import { commonScenarios } from '../resources/support/scenarios.ts';

const scenarios = [...commonScenarios, ...moreScenarios, ...awsScenarios];

const FILE = process.env['ISOTHERM_REAL_CLOUDS'];
if (FILE === undefined)
  process.stderr.write('ISOTHERM_REAL_CLOUDS is not set: resource types are not tried on real clouds\n');

const clock: Clock = { now: () => Date.now(), sleep: (ms, signal) => sleep(ms, undefined, { signal }) };
const random: Random = { integer: (bound) => randomInt(bound), uuid: () => randomUUID() };

describe.skipIf(FILE === undefined)('resource types on a real cloud', () => {
  const connections = new Map<string, Connection>();
  let clouds: Clouds;

  beforeAll(async () => {
    const read = (file: string): Promise<string> => readFile(file, 'utf8');
    const text = await read(FILE!);
    const accesses = await Promise.all(['east-demo', 'east-admin'].map((name) => readCloudsYaml(name, text, read)));
    const egress = new Egress({ trustedClouds: accesses.map(({ cloud }) => cloud.authUrl) }, systemResolver, clock);
    clouds = new Clouds({
      clock,
      random,
      egress,
      transport: (cloud) => new UndiciTransport(cloud, egress.forCloud(cloud.authUrl)),
    });
    for (const { cloud, credential } of accesses) connections.set(cloud.name, await clouds.connect(cloud, credential));
  });

  afterAll(() => clouds.close());

  it.for(scenarios.filter((scenario) => !scenario.sandboxOnly))(
    '$name',
    { timeout: 300_000 },
    async (scenario, { skip }) => {
      const connection = connections.get(scenario.admin ? 'east-admin' : 'east-demo')!;
      const lacking = await lackingFor({ connection }, scenario);
      if (lacking !== undefined) skip(`The cloud lacks ${lacking}`);
      await live({ connection, clock, random, real: true, claimed: new Set() }, scenario);
    },
  );
});
