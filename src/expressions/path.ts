import { isMap, own, type Value } from './values.ts';

/** A value inside another, by map keys and list indexes; null where the path leads nowhere. */
export function follow(value: Value | undefined, path: readonly Value[]): Value {
  let at: Value = value ?? null;
  for (const part of path) {
    if (Array.isArray(at)) {
      const index = typeof part === 'string' && /^-?\d+$/.test(part) ? Number(part) : part;
      at = typeof index === 'number' ? (at.at(index) ?? null) : null;
    } else if (isMap(at) && typeof part !== 'object') {
      at = own(at, String(part)) ?? null;
    } else {
      return null;
    }
  }
  return at;
}
