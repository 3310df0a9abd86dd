import type { Guard } from '../../clouds/egress.ts';
import { TransportError } from '../../clouds/errors.ts';
import type { Transport } from '../../clouds/types.ts';
import type { Clock } from '../../expressions/ports.ts';
import { DownloadRefused, type FetchUrl } from './parts.ts';

export interface DownloadParts {
  readonly guard: Guard;
  readonly transport: Transport;
  readonly clock: Clock;
  /** Longest text in bytes (Heat: `max_template_size`). */
  readonly maxBytes: number;
  /** For the whole download with its redirects, in milliseconds (Heat: `template_fetch_timeout`). */
  readonly timeout: number;
}

const MOST_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Gets templates by URL. Every hop passes the egress guard, and whatever keeps a text from being had is told in the same words,
 * so that nobody can look around with it (Heat: `urlfetch.get`).
 */
export function downloader(parts: DownloadParts): FetchUrl {
  return async (url) => {
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase() ?? '';
    if (scheme !== 'http' && scheme !== 'https') throw new DownloadRefused(`Invalid URL scheme ${scheme}`);
    const over = new AbortController();
    const done = new AbortController();
    parts.clock.sleep(parts.timeout, done.signal).then(
      () => over.abort(failed(url)),
      () => undefined,
    );
    try {
      return await download(parts, url, over.signal);
    } catch (error) {
      if (error instanceof TransportError && error.failure === 'too-large') throw tooLarge(parts.maxBytes);
      if (error instanceof TransportError) throw failed(url);
      throw error;
    } finally {
      done.abort();
    }
  };
}

async function download({ guard, transport, maxBytes }: DownloadParts, url: string, signal: AbortSignal) {
  let at = url;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    await guard.check(at);
    const answer = await transport.send({ method: 'GET', url: at, headers: { accept: '*/*' }, signal });
    const { location } = answer.headers;
    if (REDIRECTS.has(answer.status) && location !== undefined && URL.canParse(location, at)) {
      at = new URL(location, at).href;
      continue;
    }
    if (answer.status < 200 || answer.status >= 300) break;
    if (answer.body.byteLength > maxBytes) throw tooLarge(maxBytes);
    return new TextDecoder().decode(answer.body);
  }
  throw failed(url);
}

function failed(url: string): DownloadRefused {
  return new DownloadRefused(`Failed to retrieve template from ${url}`);
}

function tooLarge(maxBytes: number): DownloadRefused {
  return new DownloadRefused(`Template exceeds maximum allowed size (${maxBytes} bytes)`, { tooLarge: true });
}
