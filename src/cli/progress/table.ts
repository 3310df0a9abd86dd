import type { WriteStream } from 'node:tty';
import type { Clock } from '../../expressions/ports.ts';
import type { StackResource, StackState, Stacks } from '../client/stacks.ts';
import type { Display } from './follow.ts';
import { printable } from './printable.ts';

const MARKS: readonly (readonly [ending: string, mark: string, color: number])[] = [
  ['_COMPLETE', '✓', 32],
  ['_FAILED', '✗', 31],
  ['_IN_PROGRESS', '●', 33],
];

/** A table of all resources that changes in place. */
export class TableDisplay implements Display {
  readonly #stacks: Stacks;
  readonly #out: WriteStream;
  readonly #clock: Clock;
  readonly #began: number;
  #drawn = 0;

  constructor(stacks: Stacks, out: WriteStream, clock: Clock) {
    this.#stacks = stacks;
    this.#out = out;
    this.#clock = clock;
    this.#began = clock.now();
  }

  async update(stack: StackState): Promise<void> {
    const resources = await this.#stacks.resources(stack);
    const seconds = ((this.#clock.now() - this.#began) / 1000).toFixed(1);
    const { columns, rows } = this.#out;
    const lines = [`${stack.name}  ${stack.status}  ${seconds} s`, ...tableRows(stack.id, resources)];
    // A line that wraps, or that the terminal has no room for, could not be drawn over.
    const shown = lines.slice(0, rows - 2).map((line) => clip(printable(line), columns - 1));
    const up = this.#drawn === 0 ? '' : `\u001b[${this.#drawn}A`;
    this.#out.write(`${up}${shown.map((line) => `\u001b[2K${colored(line)}\n`).join('')}\u001b[J`);
    this.#drawn = shown.length;
  }
}

/** A line for each resource, those of a nested stack below the resource that it is. */
export function tableRows(rootId: string, resources: readonly StackResource[]): string[] {
  const nameWidth = Math.max(...resources.map(({ name }) => name.length + 8), 10);
  const below = (stackId: string, indent: string): string[] =>
    resources
      .filter((resource) => resource.stackId === stackId)
      .flatMap((resource) => [
        rowOf(resource, indent, nameWidth),
        ...(resource.nestedId === undefined ? [] : below(resource.nestedId, `${indent}  `)),
      ]);
  return below(rootId, '');
}

function rowOf({ name, type, status, reason }: StackResource, indent: string, width: number): string {
  // A resource whose turn has not come is INIT_COMPLETE.
  const mark = status.startsWith('INIT_') ? '·' : (MARKS.find(([ending]) => status.endsWith(ending))?.[1] ?? '·');
  const why = status.endsWith('_FAILED') ? `  ${reason}` : '';
  return ` ${mark} ${(indent + name).padEnd(width)} ${shortType(type).padEnd(30)} ${status}${why}`;
}

/** The type, or the name of the template file that it is. */
function shortType(type: string): string {
  return type.includes('/') ? type.slice(type.lastIndexOf('/') + 1) : type;
}

function clip(line: string, columns: number): string {
  return line.length <= columns ? line : `${line.slice(0, Math.max(0, columns - 1))}…`;
}

function colored(line: string): string {
  const found = MARKS.find(([, mark]) => line.startsWith(` ${mark} `));
  return found === undefined ? line : line.replace(found[1], `\u001b[${found[2]}m${found[1]}\u001b[0m`);
}
