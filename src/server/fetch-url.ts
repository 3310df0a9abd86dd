import { DownloadRefused, type FetchUrl } from '../api/orchestration/parts.ts';
import type { Egress } from '../clouds/egress.ts';
import { TransportError } from '../clouds/errors.ts';
import { DEFAULT_TRANSPORT_LIMITS, UndiciTransport } from '../clouds/transport/undici.ts';
import type { WireResponse } from '../clouds/types.ts';

const MOST_REDIRECTS = 5;
const TIMEOUT_MS = 30_000;

/**
 * Gets texts that users name by URL: http and https, where the egress guard lets them go (each redirect is checked anew), `mostBytes`
 * long at most. Refusals say nothing of what listens where.
 */
export function urlFetcher(egress: Egress, mostBytes: number): { fetchUrl: FetchUrl; close(): Promise<void> } {
  const place = { name: 'download', authUrl: '' };
  const transport = new UndiciTransport(place, egress, { ...DEFAULT_TRANSPORT_LIMITS, connections: 4, mostBytes });
  const get = async (url: string): Promise<WireResponse> => {
    await egress.check(url);
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    return transport.send({ method: 'GET', url, headers: { accept: '*/*', 'user-agent': 'isotherm' }, signal });
  };
  return {
    async fetchUrl(url) {
      const failed = (): DownloadRefused => new DownloadRefused(`Failed to retrieve template from ${url}`);
      try {
        let next = url;
        for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
          const { status, headers, body } = await get(next);
          const location = headers['location'];
          if (status >= 300 && status < 400 && location !== undefined && URL.canParse(location, next)) {
            next = new URL(location, next).href;
          } else if (status === 200) {
            return new TextDecoder('utf-8', { fatal: true }).decode(body);
          } else break;
        }
      } catch (error) {
        if (error instanceof TransportError && error.failure === 'too-large') {
          const message = `Template exceeds maximum allowed size (${mostBytes} bytes)`;
          throw new DownloadRefused(message, { tooLarge: true });
        }
        throw failed();
      }
      throw failed();
    },
    close: () => transport.close(),
  };
}
