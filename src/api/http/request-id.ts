import type { Random } from '../../expressions/ports.ts';

/** A new request id as OpenStack writes them: `req-` and a UUID. */
export function newRequestId(random: Random): string {
  return `req-${random.uuid()}`;
}

const GLOBAL = /^req-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The id that the caller gave the whole chain of requests, where it is well formed (oslo.middleware: `X-OpenStack-Request-ID`). */
export function globalRequestId(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && GLOBAL.test(header) ? header : undefined;
}
