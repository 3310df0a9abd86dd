import { expect, it } from 'vitest';
import { Rounds } from './rounds.ts';

it('does one round at a time for a key, and one more for all that asked meanwhile', async () => {
  const rounds = new Rounds();
  const seen: string[] = [];
  const ends: (() => void)[] = [];
  const ask = (key: string): void =>
    rounds.ask(key, () => {
      seen.push(key);
      return new Promise((resolve) => void ends.push(resolve));
    });
  const end = async (): Promise<void> => {
    ends.shift()!();
    await new Promise((resolve) => setImmediate(resolve));
  };
  for (const key of ['a', 'a', 'a', 'b']) ask(key);
  expect(seen).toEqual(['a', 'b']);
  await end();
  expect(seen).toEqual(['a', 'b', 'a']);
  await end();
  await end();
  expect(seen).toEqual(['a', 'b', 'a']);
  ask('a');
  expect(seen).toEqual(['a', 'b', 'a', 'a']);
});
