/** A sandbox cloud in the process, on a clock that runs only as far as somebody waits for it. */
import { Clouds } from '../../../src/clouds/connect.ts';
import { Egress } from '../../../src/clouds/egress.ts';
import { TransportError } from '../../../src/clouds/errors.ts';
import { VirtualClock } from '../../../src/clouds/testing/virtual-clock.ts';
import type { WireRequest } from '../../../src/clouds/types.ts';
import type { Random } from '../../../src/expressions/ports.ts';
import { createSandbox, sandboxTransport, type Sandbox } from '../../../src/sandbox/index.ts';
import type { World } from './rig.ts';

export interface SandboxWorld {
  readonly sandbox: Sandbox;
  readonly clock: VirtualClock;
  /** From here on the process dies when it has sent so many changing requests, the last of which it learns no answer of. */
  dieAfter(changes: number): void;
  isDead(): boolean;
  revive(): void;
  /** The world of an ordinary user, or of an administrator. */
  world(user: 'demo' | 'admin'): Promise<World>;
}

export function sandboxWorld(seed = 1): SandboxWorld {
  const clock = new VirtualClock();
  const random = seeded(seed);
  const sandbox = createSandbox({ name: 'east', baseUrl: 'http://east.test', clock, random });
  const egress = new Egress({ trustedClouds: ['http://east.test'] }, async () => ['192.0.2.1'], clock);
  let changesLeft = Infinity;
  const wire = sandboxTransport(sandbox, (error) => new TransportError('lost', error.message));
  const transport = () => ({
    ...wire,
    send: async (request: WireRequest) => {
      if (changesLeft <= 0) throw new TransportError('unreachable', 'The process is dead.');
      const answer = await wire.send(request);
      if (request.method === 'GET' || request.url.includes('/auth/tokens')) return answer;
      changesLeft -= 1;
      if (changesLeft <= 0) throw new TransportError('unreachable', 'The process is dead.');
      return answer;
    },
  });
  const clouds = new Clouds({ clock, random, egress, transport });
  const cloud = { name: 'east', authUrl: 'http://east.test/identity/v3' };
  return {
    sandbox,
    clock,
    dieAfter: (changes) => {
      changesLeft = changes + 1;
    },
    isDead: () => changesLeft <= 0,
    revive: () => {
      changesLeft = Infinity;
    },
    world: async (user) => {
      const domain = { user_domain_id: 'default', project_domain_id: 'default' };
      const auth = { username: user, password: 'secret', project_name: user, ...domain };
      const connection = await clouds.connect(cloud, { authType: 'password', auth });
      return { connection, clock, random, real: false, claimed: new Set() };
    },
  };
}

/** The same sequence for the same seed (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => Math.floor(next() * 16).toString(16)).join('');
  return {
    integer: (bound) => Math.floor(next() * bound),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`,
  };
}
