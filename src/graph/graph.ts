/** Directed graphs as plain maps: each node with the nodes it needs. Knows no word of any domain. */
export type Needs = ReadonlyMap<string, Iterable<string>>;

/** A cycle as the nodes along it, the first repeated at the end; undefined when there is none. Linear in nodes and edges. */
export function findCycle(needs: Needs): string[] | undefined {
  const state = new Map<string, 'open' | 'closed'>();
  for (const root of needs.keys()) {
    if (state.has(root)) continue;
    const path: string[] = [root];
    const edges: Iterator<string>[] = [iterate(needs, root)];
    state.set(root, 'open');
    while (edges.length > 0) {
      const next = edges[edges.length - 1]!.next();
      if (next.done === true) {
        edges.pop();
        state.set(path.pop()!, 'closed');
      } else if (state.get(next.value) === 'open') {
        return [...path.slice(path.indexOf(next.value)), next.value];
      } else if (!state.has(next.value)) {
        state.set(next.value, 'open');
        path.push(next.value);
        edges.push(iterate(needs, next.value));
      }
    }
  }
  return undefined;
}

/** The nodes, each after those it needs; nodes that appear only as needs are left out. Throws RangeError on a cycle. */
export function inOrder(needs: Needs): string[] {
  const frontier = new Frontier(needs);
  const order = frontier.start();
  for (let i = 0; i < order.length; i++) order.push(...frontier.finish(order[i]!));
  if (order.length < needs.size) throw new RangeError(`Cycle: ${findCycle(needs)?.join(' -> ')}`);
  return order;
}

/** The same graph with every edge turned round. */
export function reversed(needs: Needs): Map<string, Set<string>> {
  const result = new Map<string, Set<string>>();
  for (const node of needs.keys()) result.set(node, new Set());
  for (const [node, needed] of needs) for (const other of needed) result.get(other)?.add(node);
  return result;
}

/** Walks a graph in the order in which nodes become possible. Needs outside the graph count as met. */
export class Frontier {
  readonly #waiting = new Map<string, number>();
  readonly #dependants = new Map<string, string[]>();

  constructor(needs: Needs) {
    for (const [node, needed] of needs) {
      let count = 0;
      for (const other of new Set(needed)) {
        if (!needs.has(other)) continue;
        count += 1;
        const list = this.#dependants.get(other);
        if (list === undefined) this.#dependants.set(other, [node]);
        else list.push(node);
      }
      this.#waiting.set(node, count);
    }
  }

  /** The nodes that need nothing. */
  start(): string[] {
    return [...this.#waiting].filter(([, count]) => count === 0).map(([node]) => node);
  }

  /** Says that a node is done; returns those that have become possible by it. */
  finish(node: string): string[] {
    const ready: string[] = [];
    for (const dependant of this.#dependants.get(node) ?? []) {
      const count = this.#waiting.get(dependant)! - 1;
      this.#waiting.set(dependant, count);
      if (count === 0) ready.push(dependant);
    }
    return ready;
  }
}

function iterate(needs: Needs, node: string): Iterator<string> {
  return (needs.get(node) ?? [])[Symbol.iterator]();
}
