import { request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { TEST_CERTIFICATE, TEST_KEY } from '../../../src/clouds/testing/certificates.ts';

/** What stands before a server in production: it takes https and passes each request on. */
export interface TlsFront {
  readonly origin: string;
  /** Method and path of every request that came in, with the program that sent it. */
  readonly requests: readonly string[];
  /** Passes requests on to that port of this machine. */
  to(port: number): void;
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1, with the certificate that the tests' authority has signed. */
export async function startTlsFront(): Promise<TlsFront> {
  let target = 0;
  const requests: string[] = [];
  const pass = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    requests.push(`${incoming.method} ${incoming.url} (${incoming.headers['user-agent']})`);
    const options = { host: '127.0.0.1', port: target, method: incoming.method, path: incoming.url };
    const onward = send({ ...options, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.writeHead(502).end());
    incoming.pipe(onward);
  };
  const server = createServer({ cert: TEST_CERTIFICATE, key: TEST_KEY }, pass);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    to: (port) => {
      target = port;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
