import { PythonError } from '../../python/errors.ts';
import { define, optional } from '../runtime/define.ts';
import type { FunctionSpec } from '../runtime/function.ts';
import { Tuple } from '../runtime/items.ts';
import { boolOrNull } from '../runtime/types.ts';

const DIGITS = '0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
const SPACE = ' \t\n\r\v\f';

/** The sets by name; those that Python 3 no longer has are null, and asking for them fails as it does there. */
const SETS: readonly (readonly [name: string, python: string, characters: string | null])[] = [
  ['digits', 'digits', DIGITS],
  ['hexdigits', 'hexdigits', `${DIGITS}abcdefABCDEF`],
  ['asciiLowercase', 'ascii_lowercase', LOWER],
  ['asciiUppercase', 'ascii_uppercase', UPPER],
  ['asciiLetters', 'ascii_letters', LOWER + UPPER],
  ['letters', 'letters', null],
  ['octdigits', 'octdigits', '01234567'],
  ['punctuation', 'punctuation', PUNCTUATION],
  ['printable', 'printable', DIGITS + LOWER + UPPER + PUNCTUATION + SPACE],
  ['lowercase', 'lowercase', null],
  ['uppercase', 'uppercase', null],
  ['whitespace', 'whitespace', SPACE],
];

/** `characters(digits => true, …)`: the characters of the sets asked for, each once. */
export function charactersFunction(): FunctionSpec {
  const parameters = SETS.map(([name]) => optional(name, boolOrNull, false));
  return define('characters', { as: 'function', parameters }, (_frame, wanted) => {
    let text = '';
    for (const [index, [, python, characters]] of SETS.entries()) {
      if (wanted[index] !== true) continue;
      if (characters === null) throw new PythonError('AttributeError', `module 'string' has no attribute '${python}'`);
      text += characters;
    }
    return new Tuple([...new Set(text)]);
  });
}
