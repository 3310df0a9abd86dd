import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { keystoneAnswer } from './keystone-answer.ts';

/** What the server does with a request. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse, origin: string) => void;

/** A server on a loopback address that does what it is told with each request, and remembers what it was sent. */
export interface HostileServer {
  readonly origin: string;
  /** Method and path of each request, in order. */
  readonly requests: readonly string[];
  /** Every value of every header, and every body, that it received. */
  readonly received: readonly string[];
  behave(behaviour: Behaviour): void;
  close(): Promise<void>;
}

/** Starts one on a free port. */
export async function startHostile(host: string, first: Behaviour): Promise<HostileServer> {
  let behaviour = first;
  const requests: string[] = [];
  const received: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    received.push(...Object.values(request.headers).flat().map(String));
    response.on('error', () => undefined);
    const body: Buffer[] = [];
    request.on('data', (chunk: Buffer) => body.push(chunk));
    request.on('end', () => {
      received.push(Buffer.concat(body).toString());
      behaviour(request, response, origin);
    });
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const origin = `http://${host}:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    requests,
    received,
    behave: (next) => {
      behaviour = next;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers with JSON. */
export function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Answers a login as Keystone does, with a catalog of these services. */
export function answerLogin(response: ServerResponse, token: string, catalog: Readonly<Record<string, string>>): void {
  answer(response, 201, keystoneAnswer(catalog, Date.now()), { 'x-subject-token': token });
}
