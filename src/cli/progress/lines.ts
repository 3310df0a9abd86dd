import type { StackState, Stacks } from '../client/stacks.ts';
import type { Display } from './follow.ts';
import { printable } from './printable.ts';

/** A line for each event. */
export class LineDisplay implements Display {
  readonly #stacks: Stacks;
  readonly #out: { write(text: string): unknown };
  #marker: string | undefined;

  constructor(stacks: Stacks, out: { write(text: string): unknown }) {
    this.#stacks = stacks;
    this.#out = out;
  }

  async update(stack: StackState): Promise<void> {
    for (const { id, time, stack: name, resource, status, reason } of await this.#stacks.events(stack, this.#marker)) {
      const what = resource === name ? name : `${name}.${resource}`;
      const why = status.endsWith('_FAILED') ? `: ${reason}` : '';
      this.#out.write(`${printable(`${time}  ${status.padEnd(18)}  ${what}${why}`)}\n`);
      this.#marker = id;
    }
  }
}
