import { describe, expect, it } from 'vitest';
import type { Random } from '../../expressions/ports.ts';
import randomString, { randomText } from './random-string.ts';

/** Numbers 0, 1, 2 … one after the other. */
const counting = (): Random => {
  let i = 0;
  return { integer: (bound) => i++ % bound, uuid: () => '' };
};

describe('OS::Heat::RandomString', () => {
  it('has the least number of each alphabet', () => {
    const text = randomText(
      10,
      [
        { characters: ['a'], min: 3 },
        { characters: ['1', '2'], min: 4 },
      ],
      counting(),
    );
    expect(text).toHaveLength(10);
    expect(text.match(/a/g)!.length).toBeGreaterThanOrEqual(3);
    expect(text.match(/[12]/g)!.length).toBeGreaterThanOrEqual(4);
  });

  it('mixes them', () => {
    expect(
      randomText(
        4,
        [
          { characters: ['a'], min: 2 },
          { characters: ['b'], min: 2 },
        ],
        counting(),
      ),
    ).not.toBe('aabb');
  });

  it('refuses a length below the sum of the minimums', () => {
    const properties = {
      length: 3,
      character_classes: [{ class: 'digits', min: 2 }],
      character_sequences: [{ sequence: 'ab', min: 2 }],
    };
    expect(randomString.validate!(properties, () => true, 'r')).toEqual([
      'Length property cannot be smaller than combined character class and character sequence minimums',
    ]);
    expect(randomString.validate!({ ...properties, length: 4 }, () => true, 'r')).toEqual([]);
  });

  it('takes the old `sequence` as one more class, and as the only one where none is given', () => {
    const octal = { class: 'octdigits', min: 1 };
    expect(randomString.renewed!({ sequence: 'octdigits' })).toEqual({ character_classes: [octal] });
    expect(randomString.renewed!({ sequence: 'octdigits', character_classes: [{ class: 'letters' }] })).toEqual({
      character_classes: [{ class: 'letters' }, octal],
    });
  });
});
