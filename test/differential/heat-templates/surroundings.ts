import { path } from '../../../src/clouds/path.ts';
import type { Connection } from '../../../src/clouds/types.ts';
import { mapAt, textAt } from '../../../src/cli/client/read.ts';
import type { Surroundings } from './plausible.ts';

const PUBLIC_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPO9Grt4SMgzSYM6yHJGQQqyvaQQEFLaaZSu2b8MkmAM compared';

/** Makes what templates want to find in a project, has work done with it, and takes it away. */
export async function withSurroundings<T>(
  user: Connection,
  name: string,
  work: (around: Surroundings) => Promise<T>,
): Promise<T> {
  const compute = user.service('compute');
  const network = user.service('network');
  const undo: (() => Promise<unknown>)[] = [];
  try {
    await compute.post('/os-keypairs', { keypair: { name, public_key: PUBLIC_KEY } });
    undo.push(() => compute.delete(path`/os-keypairs/${name}`));
    const netId = textAt(mapAt(await network.post('/networks', { network: { name } }), 'network'), 'id');
    undo.push(() => network.delete(path`/networks/${netId}`));
    await network.post('/subnets', {
      subnet: { name, network_id: netId, ip_version: 4, cidr: '10.213.0.0/24' },
    });
    return await work({
      image: 'cirros',
      flavor: 'm1.small',
      keyPair: name,
      network: name,
      publicNetwork: 'public',
      subnet: name,
    });
  } finally {
    for (const step of undo.reverse()) await step();
  }
}
