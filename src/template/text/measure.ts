import { Float, isMap, setOwn, type Value } from '../../expressions/values.ts';
import { FloatKey } from './yaml-schema.ts';

/** How large a value is when every alias in it is written out. */
export interface Measure {
  readonly nodes: number;
  readonly depth: number;
}

/**
 * Measures a value, each shared part once however often it is used, so that an alias bomb costs its text and no more.
 * Undefined for a value that contains itself. What lies deeper than `maxDepth` is not looked at; `depth` is then larger than it.
 */
export function measure(value: Value, maxDepth: number): Measure | undefined {
  return sizeOf(value, maxDepth, new Map());
}

function sizeOf(value: Value, maxDepth: number, known: Map<object, Measure | undefined>): Measure | undefined {
  if (typeof value !== 'object' || value === null || value instanceof Float) return { nodes: 1, depth: 0 };
  if (known.has(value)) return known.get(value);
  if (maxDepth <= 0) return { nodes: 1, depth: 1 };
  known.set(value, undefined);
  let nodes = 1;
  let depth = 0;
  const items = Array.isArray(value) ? value : Object.values(value);
  for (const item of items) {
    if (typeof item !== 'object' || item === null) {
      nodes++;
      continue;
    }
    const inner = sizeOf(item, maxDepth - 1, known);
    if (inner === undefined) return undefined;
    nodes += inner.nodes;
    depth = Math.max(depth, inner.depth);
  }
  const size = { nodes, depth: depth + 1 };
  known.set(value, size);
  return size;
}

/** Replaces what only the YAML reader needs by plain values, in place; shared parts are visited once. */
export function plain(value: Value, seen: Set<object> = new Set()): Value {
  if (value instanceof FloatKey) return new Float(value.value);
  if (typeof value !== 'object' || value === null || value instanceof Float || seen.has(value)) return value;
  seen.add(value);
  if (Array.isArray(value)) value.forEach((item, i) => (value[i] = plain(item, seen)));
  else if (isMap(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (typeof item === 'object' && item !== null) setOwn(value, key, plain(item, seen));
    }
  }
  return value;
}
