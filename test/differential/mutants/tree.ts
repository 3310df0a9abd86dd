import { isMap, own, setOwn, type Value, type ValueMap } from '../../../src/expressions/values.ts';
import type { Path } from '../../../src/template/index.ts';

/** The part of a tree at a path; undefined where there is none. */
export function partAt(tree: Value, path: Path): Value | undefined {
  let part: Value | undefined = tree;
  for (const step of path) {
    if (Array.isArray(part)) part = part[Number(step)];
    else part = part !== undefined && isMap(part) ? own(part, String(step)) : undefined;
  }
  return part;
}

/** The paths of all parts of a tree, the tree itself left out. */
export function pathsIn(tree: Value, above: Path = []): Path[] {
  const inner: [string | number, Value][] = Array.isArray(tree)
    ? tree.map((item, i) => [i, item])
    : isMap(tree)
      ? Object.entries(tree)
      : [];
  return inner.flatMap(([step, part]) => [[...above, step], ...pathsIn(part, [...above, step])]);
}

/** The tree with another part at a path; undefined: without it. Neither the tree nor the order of its keys is changed. */
export function withPart(tree: Value, path: Path, part: Value | undefined): Value {
  return changed(tree, path, (_map, key) => (part === undefined ? [] : [[key, part]]));
}

/** The tree with another name for the key that a path ends with; it keeps its place. */
export function withKey(tree: Value, path: Path, name: string): Value {
  return changed(tree, path, (map, key) => [[name, own(map, key)!]]);
}

type Entries = readonly (readonly [string, Value])[];

function changed(tree: Value, path: Path, entries: (map: ValueMap, key: string) => Entries): Value {
  const [step, ...rest] = path;
  if (Array.isArray(tree)) {
    return tree.flatMap((item, i) => {
      if (i !== step) return [item];
      return rest.length > 0
        ? [changed(item, rest, entries)]
        : entries({ [i]: item }, String(i)).map(([, value]) => value);
    });
  }
  if (!isMap(tree)) return tree;
  const made: ValueMap = {};
  for (const [key, item] of Object.entries(tree)) {
    const here = key !== String(step) ? [[key, item] as const] : undefined;
    const inner = rest.length > 0 ? [[key, changed(item, rest, entries)] as const] : undefined;
    for (const [name, value] of here ?? inner ?? entries(tree, key)) setOwn(made, name, value);
  }
  return made;
}
