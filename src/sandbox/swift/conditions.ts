import type { Headers, StoredObject } from './records.ts';
import { stampDate } from './records.ts';

/**
 * What conditions in the headers of a GET or HEAD make of it: 304 where the client has the object already, 412 where the object is not
 * what the client takes it for, undefined where they hold (RFC 9110, section 13).
 */
export function outcome(headers: Headers, object: StoredObject): 304 | 412 | undefined {
  const changed = Date.parse(stampDate(object.stamp));
  const match = headers['if-match'];
  if (match !== undefined && !names(match, object)) return 412;
  const noneMatch = headers['if-none-match'];
  if (noneMatch !== undefined && names(noneMatch, object)) return 304;
  const unmodified = Date.parse(headers['if-unmodified-since'] ?? '');
  if (changed > unmodified) return 412;
  const modified = Date.parse(headers['if-modified-since'] ?? '');
  return changed <= modified ? 304 : undefined;
}

function names(list: string, { etag }: StoredObject): boolean {
  return list.split(',').some((part) => ['*', etag].includes(part.trim().replaceAll('"', '')));
}

/** A part of an object, both ends included. */
export interface Part {
  readonly first: number;
  readonly last: number;
}

/**
 * The parts that a `Range` header asks for, as far as they are there: none where nothing of it is. Undefined where the header asks
 * for no parts, or for what no one understands, which means the whole (RFC 9110, section 14.2).
 */
export function partsOf(range: string | undefined, size: number): Part[] | undefined {
  const asked = /^bytes=(.+)$/.exec(range ?? '')?.[1]?.split(',');
  if (asked === undefined) return undefined;
  const parts: Part[] = [];
  for (const one of asked) {
    const [, from, to] = /^\s*(\d*)-(\d*)\s*$/.exec(one) ?? [];
    if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
    if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined;
    const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
    const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
    if (first <= last) parts.push({ first, last });
  }
  return parts;
}
