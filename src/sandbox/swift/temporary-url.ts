import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import { temporaryUrlKeys } from './metadata.ts';
import { containerId, type Place } from './place.ts';
import { challenge, refuseSaying } from './refusal.ts';
import type { ObjectStore } from './store.ts';

const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];
const DIGESTS: Readonly<Record<number, string>> = { 40: 'sha1', 64: 'sha256', 128: 'sha512' };
/** Headers that would let the bearer reach more than the URL is for (common/middleware/tempurl.py). */
const FORBIDDEN = ['x-copy-from', 'x-object-manifest', 'x-symlink-target'];

/** What a temporary URL that is good says. */
export interface TemporaryGrant {
  /** Seconds since the epoch. */
  readonly expires: number;
}

/**
 * What the query of a request proves: undefined where it is no temporary URL. Throws a 401 where it is one that is not valid, for this
 * method and at this time.
 */
export function temporaryGrant(call: Call, place: Place, store: ObjectStore): TemporaryGrant | undefined {
  const signature = call.query.get('temp_url_sig');
  const until = call.query.get('temp_url_expires');
  if (signature === null && until === null) return undefined;
  const expires = secondsOf(until ?? '');
  const { digest, bytes } = readSignature(signature ?? '');
  const name = place.object?.replace(/\/+$/, '') ?? '';
  const inTime = expires * 1000 >= store.kernel.clock.now();
  if (digest === undefined || !inTime || name === '' || !METHODS.includes(call.method)) throw invalid(place, store);

  const prefix = call.query.get('temp_url_prefix');
  if (prefix !== null && !place.object!.startsWith(prefix)) throw invalid(place, store);
  const whole = `/v1/${containerId(place)}/`;
  const path = prefix === null ? `${whole}${place.object}` : `prefix:${whole}${prefix}`;
  const methods = call.method === 'HEAD' ? ['HEAD', 'GET', 'POST', 'PUT'] : [call.method];
  const isSigned = keysFor(place, store).some((key) =>
    methods.some((method) => {
      const wanted = createHmac(digest, key).update(`${method}\n${expires}\n${path}`).digest();
      return wanted.length === bytes.length && timingSafeEqual(wanted, bytes);
    }),
  );
  if (!isSigned) throw invalid(place, store);
  const forbidden = FORBIDDEN.find((header) => call.headers[header] !== undefined);
  if (forbidden !== undefined && call.method !== 'GET' && call.method !== 'HEAD') {
    const shown = forbidden.replaceAll(
      /(^|-)(\w)/g,
      (_all, dash: string, letter: string) => dash + letter.toUpperCase(),
    );
    throw refuseSaying(400, `The header '${shown}' is not allowed in this tempurl`, 'html');
  }
  return { expires };
}

/** The answer as the bearer of a temporary URL gets it: as a download, and without metadata that is not public. */
export function temporaryAnswer(answer: Answer, call: Call, place: Place, { expires }: TemporaryGrant): Answer {
  const kept = Object.entries(answer.headers ?? {}).filter(
    ([name]) => !name.startsWith('x-object-meta-') || name.startsWith('x-object-meta-public-'),
  );
  const headers = Object.fromEntries(kept);
  if (answer.status >= 300 || (call.method !== 'GET' && call.method !== 'HEAD')) return { ...answer, headers };
  const disposition = dispositionOf(call.query, headers['content-disposition'], place.object ?? '');
  const date = new Date(expires * 1000).toUTCString();
  return { ...answer, headers: { ...headers, 'content-disposition': disposition, expires: date } };
}

function dispositionOf(query: URLSearchParams, existing: string | undefined, object: string): string {
  const filename = query.get('filename');
  if (query.has('inline')) return filename === null ? 'inline' : named('inline', filename);
  if (filename !== null) return named('attachment', filename);
  return existing ?? named('attachment', object.replace(/\/+$/, '').split('/').at(-1) ?? '');
}

function named(type: string, filename: string): string {
  const quoted = encodeURIComponent(filename);
  return `${type}; filename="${quoted.replaceAll('%20', ' ')}"; filename*=UTF-8''${quoted}`;
}

/** The time as seconds since the epoch, or 0 where it is none; also as `2026-11-22T03:44:56Z`. */
function secondsOf(text: string): number {
  if (/^\d{1,12}$/.test(text)) return Number(text);
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? Date.parse(text) / 1000 : 0;
}

/** A signature in hexadecimal digits, whose length tells the digest, or as `sha256:` and base64. */
function readSignature(text: string): { digest: string | undefined; bytes: Buffer } {
  const [, name, base64] = /^(sha1|sha256|sha512):([\w+/-]+={0,2})$/.exec(text) ?? [];
  if (name !== undefined) return { digest: name, bytes: Buffer.from(base64!, 'base64') };
  const digest = /^[0-9a-f]+$/i.test(text) ? DIGESTS[text.length] : undefined;
  return { digest, bytes: Buffer.from(text, 'hex') };
}

function keysFor(place: Place, store: ObjectStore): string[] {
  const records = [store.accounts.get(place.account), store.containers.get(containerId(place))];
  return records.flatMap((record) => temporaryUrlKeys(record?.metadata ?? {}));
}

function invalid({ account }: Place, { kernel }: ObjectStore): Fault {
  return new Fault(401, '401 Unauthorized: Temp URL invalid\n', { headers: challenge(account, kernel.baseUrl) });
}
