import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { TEST_CERTIFICATE, TEST_KEY } from '../../../src/clouds/testing/certificates.ts';
import { Provider } from './provider.ts';

/** A {@link Provider} behind https on loopback, with the test certificate. */
export class ProviderServer {
  readonly provider: Provider;
  readonly #server: Server;

  private constructor(provider: Provider, server: Server) {
    this.provider = provider;
    this.#server = server;
  }

  static async start(): Promise<ProviderServer> {
    const server = createServer({ cert: TEST_CERTIFICATE, key: TEST_KEY });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const provider = new Provider(`https://127.0.0.1:${(server.address() as AddressInfo).port}`, () => Date.now());
    server.on('request', (request, response) => {
      void buffer(request).then((body) => {
        const headers = request.headers as Record<string, string>;
        const answer = provider.answer({ url: provider.issuer + request.url!, headers, body: body.toString() });
        response.writeHead(answer.status, answer.headers).end(answer.body);
      });
    });
    return new ProviderServer(provider, server);
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
