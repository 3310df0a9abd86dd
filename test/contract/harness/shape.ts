import { isMap, type Value } from '../../../src/expressions/values.ts';

/** Paths of all keys of a JSON value, with what kind of value is there; items of a list count as one. */
export function shapeOf(value: Value, path = ''): Map<string, string> {
  const shape = new Map<string, string>();
  const note = (at: string, kind: string): void => {
    const kinds = new Set([...(shape.get(at)?.split('|') ?? []), kind]);
    shape.set(at, [...kinds].sort().join('|'));
  };
  const walk = (here: Value, at: string): void => {
    if (Array.isArray(here)) {
      note(at, 'list');
      for (const item of here) walk(item, `${at}[]`);
    } else if (isMap(here)) {
      note(at, 'object');
      for (const [key, inner] of Object.entries(here)) walk(inner, at === '' ? key : `${at}.${key}`);
    } else {
      note(at, here === null ? 'null' : typeof here);
    }
  };
  walk(value, path);
  return shape;
}

/** What one world's answers have that the other's lack, and where the kinds of value differ. Null goes with anything. */
export function differences(sandbox: Value, real: Value, ignore: readonly RegExp[] = []): string[] {
  const [ours, theirs] = [shapeOf(sandbox), shapeOf(real)];
  const found: string[] = [];
  for (const [path, kind] of theirs) {
    const own = ours.get(path);
    if (own === undefined) {
      if (parentIsThere(ours, path)) found.push(`missing in the sandbox: ${path} (${kind})`);
    } else if (!agree(own, kind)) {
      found.push(`${path} is ${own} in the sandbox, ${kind} in reality`);
    }
  }
  for (const path of ours.keys()) {
    if (!theirs.has(path) && parentIsThere(theirs, path)) found.push(`only in the sandbox: ${path}`);
  }
  return found.filter((line) => !ignore.some((pattern) => pattern.test(line)));
}

/** A list that happens to be empty, or an object that is null, says nothing about what would be in it. */
function parentIsThere(shape: ReadonlyMap<string, string>, path: string): boolean {
  const parent = path.replace(/(\[\]|\.?[^.[\]]+)$/, '');
  if (path.endsWith('[]')) return false;
  return shape.get(parent)?.includes('object') === true;
}

function agree(a: string, b: string): boolean {
  const [left, right] = [a.split('|'), b.split('|')];
  const plain = (kinds: string[]): string[] => kinds.filter((kind) => kind !== 'null');
  if (plain(left).length === 0 || plain(right).length === 0) return true;
  return plain(left).some((kind) => right.includes(kind));
}
