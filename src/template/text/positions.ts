import { load, YAMLException } from 'js-yaml';
import type { Path, Problem } from '../problems.ts';
import { PYYAML_SCHEMA } from './yaml-schema.ts';

/** A place in the text; both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

interface Entry {
  readonly offset: number;
  /** None where the entry is no map and no list, as most are not. */
  readonly children?: Map<string, Entry> | undefined;
}
interface Open {
  readonly start: number;
  readonly parts: { entry: Entry; key: unknown }[];
}

/**
 * Finds places in a template's text by path, for YAML and JSON alike: a map's entry is where its key stands, a list's where the
 * item begins. The text is read a second time on construction, so make one only when there is a problem to place.
 */
export class Positions {
  /** Where each line begins. */
  readonly #lines: number[] = [0];
  readonly #root: Entry | undefined;

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#lines.push(at + 1);
    this.#root = scan(text);
  }

  /** Where the path is; for what is not written there, its nearest part that is. Undefined when the text cannot be read. */
  find(path: Path): Position | undefined {
    let entry = this.#root;
    if (entry === undefined) return undefined;
    for (const part of path) {
      const next: Entry | undefined = entry.children?.get(String(part));
      if (next === undefined) break;
      entry = next;
    }
    const line = this.#lineOf(entry.offset);
    return { line: line + 1, column: entry.offset - this.#lines[line]! + 1 };
  }

  #lineOf(offset: number): number {
    let [low, high] = [0, this.#lines.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#lines[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Adds line and column to the problems that have none. Reads `source` only if there is any. */
export function locate(problems: readonly Problem[], source: string | undefined): Problem[] {
  if (source === undefined || problems.every((p) => p.line !== undefined)) return [...problems];
  const positions = new Positions(source);
  return problems.map((p) => (p.line === undefined ? { ...p, ...positions.find(p.path) } : p));
}

function scan(text: string): Entry | undefined {
  const stack: Open[] = [];
  let root: Entry | undefined;
  try {
    load(text, {
      schema: PYYAML_SCHEMA,
      json: true,
      listener: (event, state) => {
        if (event === 'open') {
          stack.push({ start: contentStart(text, state.position), parts: [] });
          return;
        }
        const open = stack.pop();
        if (open === undefined) return;
        // A node that might have been a block mapping's key is read as one first, inside of itself.
        const itself = open.parts.length === 1 && open.parts[0]!.key === state.result ? open.parts[0]! : undefined;
        const entry = itself?.entry ?? { offset: open.start, children: childrenOf(open, state.kind) };
        const parent = stack.at(-1);
        if (parent === undefined) root = entry;
        else parent.parts.push({ entry, key: state.result });
      },
    });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return undefined;
  }
  return root;
}

/** In a map, keys and values come by turns, and an entry is where its key is; in a list come the items. */
function childrenOf(open: Open, kind: string): Map<string, Entry> | undefined {
  if (kind !== 'sequence' && kind !== 'mapping') return undefined;
  const { parts } = open;
  if (kind === 'sequence') return new Map(parts.map(({ entry }, i) => [String(i), entry]));
  const children = new Map<string, Entry>();
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const { entry, key } = parts[i]!;
    children.set(String(key), { offset: entry.offset, children: parts[i + 1]!.entry.children });
  }
  return children;
}

const BLANK = /(?:[\s]|#[^\n]*)*/y;

function contentStart(text: string, position: number): number {
  const blank = new RegExp(BLANK);
  blank.lastIndex = position;
  return position + (blank.exec(text)?.[0].length ?? 0);
}
