import { fold, variants } from './characters.ts';
import type { Flags } from './reader.ts';
import type { CharTest } from './syntax.ts';

/** A member of a character set: one code point, a range of them, or a category such as `\d`. */
export type SetItem = number | readonly [number, number] | CharTest;

/** The test for one literal character. */
export function sameCharacter(expected: number, flags: Flags): CharTest {
  if (!flags.ignoreCase) return (code) => code === expected;
  const folded = fold(expected, flags.ascii);
  return (code) => code === expected || fold(code, flags.ascii) === folded;
}

/** The test for `[…]` or `[^…]`. */
export function oneOf(items: readonly SetItem[], negate: boolean, flags: Flags): CharTest {
  const test = flags.ignoreCase ? ignoringCase(items, flags.ascii) : exactly(items);
  return negate ? (code) => !test(code) : test;
}

function exactly(items: readonly SetItem[]): CharTest {
  const single = new Set(items.filter((item) => typeof item === 'number'));
  const ranges = items.filter((item) => typeof item === 'object');
  const tests = items.filter((item) => typeof item === 'function');
  return (code) =>
    single.has(code) || ranges.some(([low, high]) => code >= low && code <= high) || tests.some((test) => test(code));
}

function ignoringCase(items: readonly SetItem[], ascii: boolean): CharTest {
  const plain = exactly(items);
  const folded = new Set(items.filter((item) => typeof item === 'number').map((item) => fold(item, ascii)));
  return (code) => plain(code) || folded.has(fold(code, ascii)) || variants(code, ascii).some(plain);
}
