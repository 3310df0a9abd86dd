import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConnectionLost, type SandboxResponse } from './kernel/http.ts';
import type { Sandbox } from './kernel/sandbox.ts';

const MAX_BODY = 80 * 1024 * 1024;
const ENDLESS_CHUNK = Buffer.alloc(64 * 1024, 0x20);

/** A sandbox cloud that is reachable over HTTP. */
export interface Listener {
  readonly port: number;
  /** Stops listening and drops what is open; the cloud itself stays. */
  close(): Promise<void>;
}

/** Serves a sandbox cloud on a port (0 picks a free one) of a loopback address. Rejects where the port is taken. */
export async function listen(sandbox: Sandbox, port: number, host = '127.0.0.1'): Promise<Listener> {
  const server = createServer((request, response) => {
    serve(sandbox, request, response).catch((error: unknown) => fail(response, error));
  });
  // A client's kept-alive connection must not be closed under a request that is on its way.
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

async function serve(sandbox: Sandbox, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort(new ConnectionLost(false)));
  const body = await read(request);
  if (body === undefined) {
    response.writeHead(413, { connection: 'close' }).end();
    return;
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const { method = 'GET', url = '/' } = request;
  send(response, await sandbox.handle({ method, url, headers, body, signal: gone.signal }));
}

/** A connection that is lost on order is cut; any other error is a mistake in the sandbox itself, which a client sees as a 500. */
function fail(response: ServerResponse, error: unknown): void {
  if (error instanceof ConnectionLost || response.headersSent) response.destroy();
  else
    response.writeHead(500, { 'content-type': 'text/plain' }).end(`Internal error of the sandbox: ${String(error)}\n`);
}

async function read(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, answer: SandboxResponse): void {
  response.writeHead(answer.status, answer.headers);
  if (answer.endless === true) pump(response);
  else response.end(answer.body);
}

function pump(response: ServerResponse): void {
  while (!response.destroyed && response.write(ENDLESS_CHUNK));
  if (!response.destroyed) response.once('drain', () => pump(response));
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
