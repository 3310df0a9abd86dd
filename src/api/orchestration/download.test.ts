import { describe, expect, it } from 'vitest';
import { Egress } from '../../clouds/egress.ts';
import { TransportError } from '../../clouds/errors.ts';
import type { WireRequest, WireResponse } from '../../clouds/types.ts';
import { downloader } from './download.ts';

type Answers = Readonly<
  Record<string, { status?: number; location?: string; body?: string } | TransportError | 'hangs'>
>;

function setUp(answers: Answers) {
  const asked: string[] = [];
  const over: (() => void)[] = [];
  const clock = {
    now: () => 0,
    sleep: (_ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        over.push(resolve);
        signal?.addEventListener('abort', () => reject(new Error('no longer')));
      }),
  };
  const transport = {
    close: () => Promise.resolve(),
    async send({ url, signal }: WireRequest): Promise<WireResponse> {
      asked.push(url);
      const answer = answers[url];
      if (answer instanceof TransportError) throw answer;
      if (answer === 'hangs') {
        return await new Promise((_resolve, reject) => {
          signal!.addEventListener('abort', () => reject(signal!.reason as Error));
          over.at(-1)!();
        });
      }
      const { status = 200, location, body = '' } = answer ?? { status: 404 };
      const headers: Record<string, string> = location === undefined ? {} : { location };
      return { status, headers, body: new TextEncoder().encode(body) };
    },
  };
  const resolve = (host: string) => Promise.resolve([host === 'inside' ? '127.0.0.1' : '93.184.216.34']);
  const fetchUrl = downloader({ guard: new Egress({}, resolve, clock), transport, clock, maxBytes: 10, timeout: 1 });
  return { asked, fetchUrl };
}

const FAILED = (url: string) => `Failed to retrieve template from ${url}`;

describe('downloader', () => {
  it('gets a text, over a few redirects', async () => {
    const { fetchUrl } = setUp({
      'http://a/': { status: 302, location: '/b' },
      'http://a/b': { status: 301, location: 'https://c/d' },
      'https://c/d': { body: 'text' },
    });
    expect(await fetchUrl('http://a/')).toBe('text');
  });

  it('goes no further than three redirects', async () => {
    const { asked, fetchUrl } = setUp({ 'http://a/': { status: 302, location: 'http://a/' } });
    await expect(fetchUrl('http://a/')).rejects.toThrow(FAILED('http://a/'));
    expect(asked).toHaveLength(4);
  });

  it.each([
    'http://inside/x',
    'http://127.0.0.1/x',
    'http://[::1]/x',
    'http://169.254.169.254/latest',
    'http://0x7f000001/x',
    'http://2130706433/x',
    'http://user@a/x',
  ])('%s is refused before anything is sent, in the words of any failure', async (url) => {
    const { asked, fetchUrl } = setUp({});
    await expect(fetchUrl(url)).rejects.toThrow(FAILED(url));
    const redirected = setUp({ 'http://a/': { status: 302, location: url } });
    await expect(redirected.fetchUrl('http://a/')).rejects.toThrow(FAILED('http://a/'));
    expect([asked, redirected.asked]).toEqual([[], ['http://a/']]);
  });

  it.each(['file:///etc/passwd', 'gopher://a/', 'ftp://a/'])('%s has a wrong scheme', async (url) => {
    await expect(setUp({}).fetchUrl(url)).rejects.toThrow(`Invalid URL scheme ${url.split(':', 1)[0]}`);
    const redirected = setUp({ 'http://a/': { status: 302, location: url } });
    await expect(redirected.fetchUrl('http://a/')).rejects.toThrow(FAILED('http://a/'));
  });

  it('tells failures of the network and of the server alike', async () => {
    const { fetchUrl } = setUp({
      'http://a/': { status: 500 },
      'http://b/': new TransportError('unreachable', 'ECONNREFUSED'),
      'http://c/': 'hangs',
    });
    for (const url of ['http://a/', 'http://b/', 'http://c/', 'http://d/']) {
      await expect(fetchUrl(url)).rejects.toThrow(FAILED(url));
    }
  });

  it('refuses what is too large, whoever notices', async () => {
    const { fetchUrl } = setUp({
      'http://a/': { body: 'x'.repeat(11) },
      'http://b/': new TransportError('too-large', 'over'),
    });
    for (const url of ['http://a/', 'http://b/']) {
      await expect(fetchUrl(url)).rejects.toMatchObject({
        message: 'Template exceeds maximum allowed size (10 bytes)',
        tooLarge: true,
      });
    }
  });
});
