import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Egress } from '../clouds/egress.ts';
import { urlFetcher } from './fetch-url.ts';
import { systemClock } from './system.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function fetcher(allow: string[]): (url: string) => Promise<string> {
  const egress = new Egress({ allow, allowHosts: [] }, () => Promise.reject(new Error('no such host')), systemClock);
  const { fetchUrl, close } = urlFetcher(egress, 1_000);
  ends.push(close);
  return fetchUrl;
}

describe('urlFetcher', () => {
  it('gets a text, after a redirect too', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/a') response.writeHead(302, { location: '/b' }).end();
      else response.end('text of b');
    });
    expect(await fetcher(['127.0.0.0/8'])(`${url}/a`)).toBe('text of b');
  });

  it('refuses what the guard refuses, in the same words as what is not there', async () => {
    const url = await serve((_request, response) => void response.end('inside'));
    const failed = (at: string): string => `Failed to retrieve template from ${at}`;
    await expect(fetcher([])(url)).rejects.toThrow(failed(url));
    await expect(fetcher([])('http://127.0.0.1:1/')).rejects.toThrow(failed('http://127.0.0.1:1/'));
    await expect(fetcher([])('file:///etc/passwd')).rejects.toThrow(failed('file:///etc/passwd'));
  });

  it('checks where a redirect leads', async () => {
    const url = await serve(
      (_request, response) => void response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
    );
    await expect(fetcher(['127.0.0.0/8'])(url)).rejects.toThrow(/Failed to retrieve/);
  });

  it('takes no more than its bound', async () => {
    const url = await serve((_request, response) => void response.end('x'.repeat(2_000)));
    await expect(fetcher(['127.0.0.0/8'])(url)).rejects.toMatchObject({
      message: 'Template exceeds maximum allowed size (1000 bytes)',
      tooLarge: true,
    });
  });

  it('gives up on redirects without end', async () => {
    const url = await serve((_request, response) => void response.writeHead(302, { location: '/' }).end());
    await expect(fetcher(['127.0.0.0/8'])(url)).rejects.toThrow(/Failed to retrieve/);
  });
});
