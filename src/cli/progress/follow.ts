import type { WriteStream } from 'node:tty';
import type { Clock } from '../../expressions/ports.ts';
import type { StackState, Stacks } from '../client/stacks.ts';
import { LineDisplay } from './lines.ts';
import { TableDisplay } from './table.ts';

/** How often a display asks for what is new, in milliseconds. */
const INTERVAL_MS = 250;

/** Shows how a stack comes about. */
export interface Display {
  /** Shows what is new. */
  update(stack: StackState): Promise<void>;
}

/**
 * Shows how an operation on a stack goes until it has ended: a table that changes in place on a terminal, else a line for each event.
 * Gives the stack as it then is.
 */
export async function followStack(
  stacks: Stacks,
  begun: StackState,
  clock: Clock,
  out: WriteStream,
): Promise<StackState> {
  const display: Display = out.isTTY ? new TableDisplay(stacks, out, clock) : new LineDisplay(stacks, out);
  let stack = begun;
  for (;;) {
    await display.update(stack);
    if (!stack.status.endsWith('_IN_PROGRESS')) return stack;
    await clock.sleep(INTERVAL_MS);
    stack = (await stacks.show(stack)) ?? { ...stack, status: 'DELETE_COMPLETE' };
  }
}
