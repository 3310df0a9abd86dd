import type { StackName, Stacks } from '../src/cli/client/stacks.ts';
import type { Bundle } from '../src/cli/client/template-files.ts';
import { systemClock } from '../src/server/system.ts';

/** Seconds that the operations on one stack took, each from the request to the end that a client sees. */
export interface Times {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
}

/** Creates a stack, updates it with the very same template, and deletes it. `pollMs`: how often its state is asked for. */
export async function measureStack(stacks: Stacks, name: string, bundle: Bundle, pollMs: number): Promise<Times> {
  let id = '';
  const create = await timed(async () => {
    id = await stacks.create(name, bundle);
    await ended(stacks, { name, id }, 'CREATE', pollMs);
  });
  const stack = { name, id };
  const update = await timed(async () => {
    await stacks.update(stack, bundle);
    await ended(stacks, stack, 'UPDATE', pollMs);
  });
  const removed = await timed(async () => {
    await stacks.delete(stack);
    await ended(stacks, stack, 'DELETE', pollMs);
  });
  return { create, update, delete: removed };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

async function ended(stacks: Stacks, stack: StackName, action: string, pollMs: number): Promise<void> {
  for (;;) {
    const { status, reason } = (await stacks.show(stack, { outputs: false })) ?? {
      status: 'DELETE_COMPLETE',
      reason: '',
    };
    if (status === `${action}_COMPLETE`) return;
    if (status.endsWith('_FAILED')) throw new Error(`${stack.name}: ${status}: ${reason}`);
    await systemClock.sleep(pollMs);
  }
}
