/** A tree of paths: `/servers/:id/action` finds its target with `{id}`; fixed segments win over `:names`. */
export class Router<T> {
  readonly #root: Branch<T> = newBranch();

  /** Adds a target. A pattern's last segment may be `*name`, which takes the rest of the path. */
  add(method: string, pattern: string, target: T): void {
    const names: string[] = [];
    let branch = this.#root;
    for (const segment of segmentsOf(pattern)) {
      if (segment.startsWith(':')) {
        names.push(segment.slice(1));
        branch = branch.any ??= newBranch();
      } else if (segment.startsWith('*')) {
        names.push(segment.slice(1));
        branch = branch.rest ??= newBranch();
      } else {
        branch = child(branch, segment);
      }
    }
    if (branch.targets.has(method)) throw new Error(`Two routes for ${method} ${pattern}`);
    branch.targets.set(method, { target, names, pattern });
  }

  /** The target of a path; `methods` has the allowed ones where only the method is wrong. */
  find(method: string, path: string): Found<T> | { methods: readonly string[] } {
    const methods = new Set<string>();
    const found = descend(this.#root, segmentsOf(path), 0, [], method, methods);
    return found ?? { methods: [...methods] };
  }
}

export interface Found<T> {
  readonly target: T;
  readonly params: Record<string, string>;
  readonly pattern: string;
}
interface Leaf<T> {
  readonly target: T;
  readonly names: readonly string[];
  readonly pattern: string;
}
interface Branch<T> {
  readonly fixed: Map<string, Branch<T>>;
  any?: Branch<T>;
  rest?: Branch<T>;
  readonly targets: Map<string, Leaf<T>>;
}

function newBranch<T>(): Branch<T> {
  return { fixed: new Map(), targets: new Map() };
}

function child<T>(branch: Branch<T>, segment: string): Branch<T> {
  let next = branch.fixed.get(segment);
  if (next === undefined) branch.fixed.set(segment, (next = newBranch()));
  return next;
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function descend<T>(
  branch: Branch<T>,
  segments: readonly string[],
  at: number,
  values: readonly string[],
  method: string,
  methods: Set<string>,
): Found<T> | undefined {
  if (at === segments.length) return leafOf(branch, values, method, methods);
  const segment = segments[at]!;
  const fixed = branch.fixed.get(segment);
  const viaFixed = fixed && descend(fixed, segments, at + 1, values, method, methods);
  if (viaFixed) return viaFixed;
  const viaAny = branch.any && descend(branch.any, segments, at + 1, [...values, decode(segment)], method, methods);
  if (viaAny) return viaAny;
  const rest = segments.slice(at).map(decode).join('/');
  return branch.rest && leafOf(branch.rest, [...values, rest], method, methods);
}

function leafOf<T>(branch: Branch<T>, values: readonly string[], method: string, methods: Set<string>) {
  const leaf = branch.targets.get(method) ?? (method === 'HEAD' ? branch.targets.get('GET') : undefined);
  if (leaf === undefined) {
    for (const known of branch.targets.keys()) methods.add(known);
    return undefined;
  }
  const params = Object.fromEntries(leaf.names.map((name, i) => [name, values[i]!]));
  return { target: leaf.target, params, pattern: leaf.pattern };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
