import { afterAll, describe, expect, it } from 'vitest';
import type { Value } from '../../../src/expressions/values.ts';
import { messageOf } from './message.ts';
import { realWorld } from './real-world.ts';
import { sandboxWorld } from './sandbox-world.ts';
import { differences } from './shape.ts';
import type { Reply, World } from './types.ts';

/** What a contract test gets: the world, and a way to lay down answers whose shape must be the same in both worlds. */
export interface Stage {
  readonly world: World;
  /** Remembers an answer under a name; where both worlds ran, status, keys and the words of a refusal must be the same. */
  same(name: string, reply: Reply, ignore?: readonly RegExp[]): void;
  /** Ends the test as skipped, with the reason why the world cannot be asked. */
  skip(reason: string): never;
}

export type Test = (name: string, body: (stage: Stage) => Promise<void>) => void;

/**
 * Declares a suite that holds for every OpenStack: it runs on a sandbox cloud, and where ISOTHERM_REAL_CLOUDS names a clouds.yaml,
 * on that cloud as well; there the answers laid down with `same` are compared key by key.
 */
export function contract(name: string, declare: (test: Test) => void): void {
  const recorded = new Map<string, Reply>();
  const clouds = process.env['ISOTHERM_REAL_CLOUDS'];
  const makers: (() => World)[] = [sandboxWorld, ...(clouds === undefined ? [] : [() => realWorld(clouds)])];
  for (const make of makers) {
    const world = make();
    describe(`${name} on ${world.name === 'real' ? 'real services' : 'the sandbox'}`, () => {
      afterAll(() => world.close());
      declare((title, body) => {
        it(
          title,
          async (context) => {
            const same = (key: string, reply: Reply, ignore: readonly RegExp[] = []): void => {
              const id = `${title}: ${key}`;
              if (world.name === 'sandbox') recorded.set(id, reply);
              else compare(id, recorded.get(id), reply, ignore);
            };
            await body({ world, same, skip: (reason) => context.skip(reason) });
          },
          90_000,
        );
      });
    });
  }
}

function compare(id: string, sandbox: Reply | undefined, real: Reply, ignore: readonly RegExp[]): void {
  if (sandbox === undefined) return;
  expect.soft(sandbox.status, `status of ${id}`).toBe(real.status);
  if (real.status >= 400) expect.soft(messageOf(sandbox), `message of ${id}`).toBe(messageOf(real));
  expect.soft(differences(bodyOf(sandbox), bodyOf(real), ignore), `shape of ${id}`).toEqual([]);
}

function bodyOf(reply: Reply): Value {
  return reply.body ?? {};
}
