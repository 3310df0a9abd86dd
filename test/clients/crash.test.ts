/** The whole process is killed over and over while it makes servers on slow clouds: none is lost, and none is made twice. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withCloud } from '../../src/cli/client/connect.ts';
import { listAt } from '../../src/cli/client/read.ts';
import { Stacks, type StackState } from '../../src/cli/client/stacks.ts';
import type { Connection } from '../../src/clouds/types.ts';
import { cloudEntry } from '../../src/server/config/home.ts';
import { Quickstart } from './support/quickstart.ts';

const SERVERS = 50;
const KILLED_AT_SECONDS = [2, 5, 8];
const PATIENCE_MS = 240_000;

function template(): { [key: string]: string | object } {
  const server = (index: number): object => ({
    type: 'OS::Nova::Server',
    depends_on: 'subnet',
    properties: {
      name: `crash-${index}`,
      image: 'cirros',
      flavor: 'm1.tiny',
      networks: [{ network: { get_resource: 'network' } }],
    },
  });
  const servers = Array.from({ length: SERVERS }, (_, index) => [`server_${index}`, server(index)]);
  return {
    heat_template_version: '2018-08-31',
    resources: {
      network: { type: 'OS::Neutron::Net' },
      subnet: {
        type: 'OS::Neutron::Subnet',
        properties: { network: { get_resource: 'network' }, cidr: '10.9.0.0/24' },
      },
      ...Object.fromEntries(servers),
    },
  };
}

describe('a server that is killed with SIGKILL', () => {
  const quickstart = new Quickstart(17_840, ['--no-demo', '--latency', '1000']);
  beforeAll(() => quickstart.start());
  afterAll(() => quickstart.remove());

  const inCloud = async <T>(work: (connection: Connection) => Promise<T>): Promise<T> =>
    withCloud(await cloudEntry('east', quickstart.cloudsFile, {}), work);

  it(`at ${KILLED_AT_SECONDS.join(', ')} s makes exactly ${SERVERS} servers when started again`, async () => {
    await inCloud((connection) => new Stacks(connection).create('crash', { template: template() as never, files: {} }));
    const began = Date.now();
    for (const seconds of KILLED_AT_SECONDS) {
      await sleep(Math.max(0, began + seconds * 1000 - Date.now()));
      await quickstart.end('SIGKILL');
      await quickstart.start();
    }
    const stack = await inCloud((connection) => finished(new Stacks(connection), began + PATIENCE_MS));
    expect([stack.status, stack.reason]).toEqual(['CREATE_COMPLETE', 'Stack CREATE completed successfully']);
    await inCloud(async (connection) => {
      const servers = listAt(await connection.service('compute').get('/servers/detail'), 'servers');
      const names = servers.map(({ name }) => String(name));
      expect(names.sort()).toEqual(Array.from({ length: SERVERS }, (_, index) => `crash-${index}`).sort());
      expect(new Set(servers.map(({ status }) => status))).toEqual(new Set(['ACTIVE']));
      const ports = listAt(await connection.service('network').get('/ports'), 'ports');
      expect(ports.filter((port) => port['device_owner'] === 'compute:nova')).toHaveLength(SERVERS);
    });
  });
});

async function finished(stacks: Stacks, deadline: number): Promise<StackState> {
  for (;;) {
    const stack = await stacks.find('crash');
    if (stack === undefined) throw new Error('the stack is gone');
    if (!stack.status.endsWith('_IN_PROGRESS') || Date.now() > deadline) return stack;
    await sleep(500);
  }
}
