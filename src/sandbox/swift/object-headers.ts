import { sentMetadata } from './metadata.ts';
import type { Headers } from './records.ts';
import { refuseSaying } from './refusal.ts';
import type { ObjectParts } from './store.ts';
import { isTrue } from './truth.ts';

const KEPT = ['content-encoding', 'content-disposition', 'x-robots-tag'];

/** Types that Python's mimetypes knows, which Swift asks where a client names none. */
const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css',
  csv: 'text/csv',
  gif: 'image/gif',
  htm: 'text/html',
  html: 'text/html',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  js: 'text/javascript',
  json: 'application/json',
  pdf: 'application/pdf',
  png: 'image/png',
  py: 'text/x-python',
  sh: 'application/x-sh',
  svg: 'image/svg+xml',
  tar: 'application/x-tar',
  txt: 'text/plain',
  xml: 'text/xml',
  zip: 'application/zip',
};

/** What the headers of a PUT or POST say of an object. Throws a 400 where they cannot be (common/constraints.py). */
export function sentParts(headers: Headers, now: number): Pick<ObjectParts, 'metadata' | 'headers' | 'deleteAt'> {
  const kept = KEPT.flatMap((name) => (headers[name] ? [[name, headers[name]] as const] : []));
  const deleteAt = deletionTime(headers, now);
  return {
    metadata: Object.fromEntries(Object.entries(sentMetadata(headers, 'object')).filter(([, value]) => value !== '')),
    headers: Object.fromEntries(kept),
    ...(deleteAt !== undefined && { deleteAt }),
  };
}

/** The type of an object: what the client says, else what its name tells. */
export function typeOf(headers: Headers, name: string): string {
  const given = headers['content-type'];
  if (given && !isTrue(headers['x-detect-content-type'])) return given;
  const extension = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return (Object.hasOwn(TYPES, extension) ? TYPES[extension] : undefined) ?? 'application/octet-stream';
}

/** Seconds since the epoch from which on the object is there no more; `now` is in milliseconds. */
function deletionTime(headers: Headers, now: number): number | undefined {
  const [after, at] = [headers['x-delete-after'], headers['x-delete-at']];
  if (after !== undefined) {
    const seconds = whole(after, 'X-Delete-After');
    if (seconds <= 0) throw refuseSaying(400, 'X-Delete-After in past');
    return Math.floor(now / 1000) + seconds;
  }
  if (at === undefined || at === '') return undefined;
  const seconds = whole(at, 'X-Delete-At');
  if (seconds * 1000 <= now) throw refuseSaying(400, 'X-Delete-At in past');
  return seconds;
}

function whole(text: string, header: string): number {
  if (!/^\s*-?\d{1,12}\s*$/.test(text)) throw refuseSaying(400, `Non-integer ${header}`);
  return Number(text);
}
