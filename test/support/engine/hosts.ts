import { TransportError } from '../../../src/clouds/errors.ts';
import type { Transport, WireRequest, WireResponse } from '../../../src/clouds/types.ts';
import { sandboxTransport, type Sandbox } from '../../../src/sandbox/index.ts';
import type { Life, World } from '../simulation/world.ts';

type Handler = (request: WireRequest) => Promise<WireResponse>;

/** What answers at which origin in a simulated world. Each request is a step, and so is each answer. */
export class Hosts {
  /** How likely a request, and an answer, gets lost at a host that is no sandbox; those have faults of their own. */
  loss = 0;
  readonly #world: World;
  readonly #handlers = new Map<string, Handler>();

  constructor(world: World) {
    this.#world = world;
  }

  addSandbox(sandbox: Sandbox): void {
    const transport = sandboxTransport(sandbox, (error) => new TransportError('lost', error.message));
    this.#handlers.set(new URL(sandbox.baseUrl).origin, (request) => transport.send(request));
  }

  /** A host that may take several turns of the event loop to answer. */
  addServer(origin: string, handler: Handler): void {
    this.#handlers.set(origin, async (request) => {
      this.#mayBreak();
      const answer = await this.#world.outside(handler(request));
      this.#mayBreak();
      return answer;
    });
  }

  /** The way to all of them for one life of a process; without one, for a process that does not die. */
  transport(life?: Life): Transport {
    return {
      send: async (request) => {
        const url = new URL(request.url);
        const label = `${request.method} ${url.pathname.replace(/[0-9a-f-]{32,}/g, ':id')}`;
        await this.#world.point(label, life);
        const handler = this.#handlers.get(url.origin);
        if (handler === undefined) throw new TransportError('unreachable', 'nobody is there');
        const answer = await handler(request);
        await this.#world.point(`${label} answered`, life);
        return answer;
      },
      close: async () => undefined,
    };
  }

  #mayBreak(): void {
    if (this.loss > 0 && this.#world.random.fraction() < this.loss) {
      throw new TransportError('lost', 'the connection broke');
    }
  }
}
