import { Float, setOwn, type Value, type ValueMap } from '../../expressions/values.ts';
import { FloatKey } from './yaml-schema.ts';

/** How large a value is when every alias in it is written out. */
export interface Measure {
  readonly nodes: number;
  readonly depth: number;
}

/**
 * Measures a value, each shared part once however often it is used, so that an alias bomb costs its text and no more. On the way,
 * what only the YAML reader needs becomes a plain value. Undefined for a value that contains itself. What lies deeper than
 * `maxDepth` is not looked at; `depth` is then larger than it.
 */
export function measure(value: Value, maxDepth: number): Measure | undefined {
  return sizeOf(value as Value[] | ValueMap, maxDepth, new Map());
}

function sizeOf(
  value: Value[] | ValueMap,
  maxDepth: number,
  known: Map<object, Measure | undefined>,
): Measure | undefined {
  if (known.has(value)) return known.get(value);
  if (maxDepth <= 0) return { nodes: 1, depth: 1 };
  known.set(value, undefined);
  let nodes = 1;
  let depth = 0;
  const list = Array.isArray(value);
  const keys = list ? value.keys() : Object.keys(value);
  for (const key of keys) {
    const item = (value as ValueMap)[key]!;
    nodes++;
    if (typeof item !== 'object' || item === null) continue;
    if (item instanceof Float) {
      if (item instanceof FloatKey) setOwn(value as ValueMap, String(key), new Float(item.value));
      continue;
    }
    const inner = sizeOf(item, maxDepth - 1, known);
    if (inner === undefined) return undefined;
    nodes += inner.nodes - 1;
    depth = Math.max(depth, inner.depth);
  }
  const size = { nodes, depth: depth + 1 };
  known.set(value, size);
  return size;
}
