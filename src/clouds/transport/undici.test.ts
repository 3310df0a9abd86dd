import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Egress, type EgressRules } from '../egress.ts';
import { TransportError } from '../errors.ts';
import { TEST_CA, TEST_CERTIFICATE, TEST_KEY } from '../testing/certificates.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import type { Cloud, WireResponse } from '../types.ts';
import { DEFAULT_TRANSPORT_LIMITS, UndiciTransport, type TransportLimits } from './undici.ts';

const closers: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function listening<T extends Server>(server: T): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => void server.close());
  return (server.address() as AddressInfo).port;
}

interface Way {
  readonly cloud?: Partial<Cloud>;
  readonly rules?: EgressRules;
  readonly hosts?: Record<string, string[]>;
  readonly limits?: Partial<TransportLimits>;
}

function transport({ cloud, rules = { allow: ['127.0.0.0/8'] }, hosts = {}, limits }: Way = {}): UndiciTransport {
  const egress = new Egress(rules, (host) => Promise.resolve(hosts[host] ?? []), new VirtualClock());
  const made = new UndiciTransport({ name: 'c', authUrl: 'http://c', ...cloud }, egress, {
    ...DEFAULT_TRANSPORT_LIMITS,
    ...limits,
  });
  closers.push(() => made.close());
  return made;
}

const get = (way: UndiciTransport, url: string): Promise<WireResponse> => way.send({ method: 'GET', url, headers: {} });
const failure = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: unknown) => (error instanceof TransportError ? error.failure : String(error)),
  );

const echo: RequestListener = (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    response.writeHead(200, { 'X-Openstack-Request-Id': 'req-1', 'X-Two': ['a', 'b'] });
    response.end(`${request.method} ${request.url} ${request.headers.host} ${Buffer.concat(chunks).toString()}`);
  });
};

describe('the transport', () => {
  it('carries a request and its answer', async () => {
    const port = await listening(createServer(echo));
    const answer = await transport().send({
      method: 'PUT',
      url: `http://127.0.0.1:${port}/a%2Fb?x=1&y=%20`,
      headers: {},
      body: '{"a":1}',
    });
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({ 'x-openstack-request-id': 'req-1', 'x-two': 'a, b' });
    expect(new TextDecoder().decode(answer.body)).toBe(`PUT /a%2Fb?x=1&y=%20 127.0.0.1:${port} {"a":1}`);
  });

  it('connects where the guard says, and asks no one else', async () => {
    const port = await listening(createServer(echo));
    const way = transport({ hosts: { 'cloud.example': ['127.0.0.1'] } });
    expect((await get(way, `http://cloud.example:${port}/`)).status).toBe(200);
    const guarded = transport({ rules: {}, hosts: { 'cloud.example': ['127.0.0.1'] } });
    expect(await failure(get(guarded, `http://cloud.example:${port}/`))).toBe('refused');
  });

  it('follows no redirect', async () => {
    let asked = 0;
    const port = await listening(
      createServer((_request, response) => response.writeHead(302, { location: `/again${++asked}` }).end()),
    );
    expect((await get(transport(), `http://127.0.0.1:${port}/`)).status).toBe(302);
    expect(asked).toBe(1);
  });

  it('takes no more than it can hold', async () => {
    const port = await listening(
      createServer((_request, response) => {
        const pump = (): void => {
          while (!response.destroyed && response.write('x'.repeat(65_536)));
          if (!response.destroyed) response.once('drain', pump);
        };
        pump();
      }),
    );
    expect(await failure(get(transport({ limits: { mostBytes: 1_000_000 } }), `http://127.0.0.1:${port}/`))).toBe(
      'too-large',
    );
  });

  it('holds no more than it can of all answers together', async () => {
    let open: (() => void) | undefined;
    const begun = new Promise<void>((resolve) => (open = resolve));
    const port = await listening(
      createServer((request, response) => {
        response.write('x'.repeat(600));
        if (request.url === '/first') open!();
        else response.end();
      }),
    );
    const way = transport({ limits: { mostBytesAtOnce: 1000 } });
    const stop = new AbortController();
    const first = way.send({ method: 'GET', url: `http://127.0.0.1:${port}/first`, headers: {}, signal: stop.signal });
    await begun;
    await expect.poll(() => failure(get(way, `http://127.0.0.1:${port}/second`))).toBe('too-large');
    stop.abort(new Error('enough'));
    expect(await failure(first)).toContain('enough');
    expect(await failure(get(way, `http://127.0.0.1:${port}/third`))).toBe('none');
  });

  it('knows a connection that was refused from one that was lost', async () => {
    const dead = createServer(echo);
    const port = await listening(dead);
    await new Promise((resolve) => dead.close(resolve));
    expect(await failure(get(transport(), `http://127.0.0.1:${port}/`))).toBe('unreachable');
    const cutting = await listening(createTcpServer((socket) => socket.once('data', () => socket.destroy())));
    expect(await failure(get(transport(), `http://127.0.0.1:${cutting}/`))).toBe('lost');
    const babbling = await listening(createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n')));
    expect(await failure(get(transport(), `http://127.0.0.1:${babbling}/`))).toBe('lost');
  });

  it('gives up waiting', async () => {
    const port = await listening(createTcpServer((socket) => socket.on('error', () => {})));
    expect(await failure(get(transport({ limits: { headersTimeoutMs: 20 } }), `http://127.0.0.1:${port}/`))).toBe(
      'timeout',
    );
    const abort = new AbortController();
    const asked = transport().send({
      method: 'GET',
      url: `http://127.0.0.1:${port}/`,
      headers: {},
      signal: abort.signal,
    });
    abort.abort(new Error('given up'));
    expect(await failure(asked)).toContain('given up');
  });
});

describe('TLS', () => {
  const secured = (): Promise<number> => listening(createTlsServer({ cert: TEST_CERTIFICATE, key: TEST_KEY }, echo));
  const hosts = { 'cloud.example': ['127.0.0.1'], 'other.example': ['127.0.0.1'] };

  it('is trusted with the cloud’s own CA, by name', async () => {
    const port = await secured();
    const way = transport({ cloud: { caCert: TEST_CA }, hosts });
    expect((await get(way, `https://cloud.example:${port}/`)).status).toBe(200);
    expect((await get(way, `https://127.0.0.1:${port}/`)).status).toBe(200);
    expect(await failure(get(way, `https://other.example:${port}/`))).toBe('untrusted');
  });

  it('is not trusted without it, unless that is not wanted', async () => {
    const port = await secured();
    expect(await failure(get(transport({ hosts }), `https://cloud.example:${port}/`))).toBe('untrusted');
    const insecure = transport({ cloud: { insecure: true, caCert: 'not a certificate' }, hosts });
    expect((await get(insecure, `https://other.example:${port}/`)).status).toBe(200);
  });

  it('fails on a CA that cannot be read', async () => {
    const port = await secured();
    expect(
      await failure(
        get(transport({ cloud: { caCert: 'not a certificate' }, hosts }), `https://cloud.example:${port}/`),
      ),
    ).toBe('untrusted');
  });

  it('fails where the other side speaks plain HTTP', async () => {
    const port = await listening(createServer(echo));
    expect(await failure(get(transport({ cloud: { caCert: TEST_CA } }), `https://127.0.0.1:${port}/`))).toBe(
      'untrusted',
    );
  });
});
