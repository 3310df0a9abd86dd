import { describe, expect, it } from 'vitest';
import { Float, type Value } from '../../expressions/values.ts';
import { DEFAULT_TEXT_LIMITS } from './limits.ts';
import { decodeUtf8, readText, readValue } from './read.ts';

const KIND = { what: 'template' } as const;
const read = (text: string, limits = DEFAULT_TEXT_LIMITS): Value => {
  const result = readText(text, limits, KIND);
  return 'problem' in result ? result.problem.message : result.value;
};
const scalar = (text: string): Value => (read(`a: ${text}`) as { a: Value }).a;

describe('YAML as PyYAML reads it', () => {
  it.each<[string, Value]>([
    ['yes', true],
    ['Off', false],
    ['y', 'y'],
    ['010', 8],
    ['0o10', '0o10'],
    ['0b101', 5],
    ['0x1F', 31],
    ['1_000', 1000],
    ['1:30', 90],
    ['-1:30:01', -5401],
    ['1:30.5', 90.5],
    ['1e3', '1e3'],
    ['1.5', 1.5],
    ['.5', 0.5],
    ['1.0', new Float(1)],
    ['1.0e+3', new Float(1000)],
    ['-.inf', new Float(-Infinity)],
    ['08', '08'],
    ['12345678901234567890', 12345678901234567890n],
    ['2013-05-23', '2013-05-23'],
    ['~', null],
    ['', null],
    ['null', null],
    ['"yes"', 'yes'],
    ['!!str 5', '5'],
  ])('%s', (text, value) => expect(scalar(text)).toEqual(value));

  it('takes no integer that Python would not', () => {
    expect(scalar('9'.repeat(4_300))).toBe(BigInt('9'.repeat(4_300)));
    expect(read(`a: ${'9'.repeat(4_301)}`)).toMatch(/Exceeds the limit \(4300 digits\) .* value has 4301 digits/);
    expect(scalar(`0x${'f'.repeat(5_000)}`)).toBe(BigInt(`0x${'f'.repeat(5_000)}`));
    expect(scalar(`"${'9'.repeat(5_000)}"`)).toHaveLength(5_000);
  });
  it('takes the last of duplicate keys', () => expect(read('a: 1\na: 2')).toEqual({ a: 2 }));
  it('merges', () => expect(read('m: &m {x: 1, y: 1}\nn: {<<: *m, y: 2}')).toMatchObject({ n: { x: 1, y: 2 } }));
  it('makes text of keys', () =>
    expect(read('{1: a, 1.0: b, true: c, null: d}')).toEqual({ '1': 'a', '1.0': 'b', true: 'c', null: 'd' }));
  it('keeps a key that looks like a prototype', () => {
    const value = read('__proto__: {a: 1}\nconstructor: 2') as object;
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });
});

describe('JSON', () => {
  it('comes first', () => expect(read('{"a": 1e3, "b": "\\u00e9"}')).toEqual({ a: new Float(1000), b: 'é' }));
  it('may be YAML after all', () => expect(read('{a: yes}')).toEqual({ a: true }));
});

describe('bounds', () => {
  it('counts characters', () => {
    const limits = { ...DEFAULT_TEXT_LIMITS, size: 10 };
    expect(read('a: "éééé"', limits)).toEqual({ a: 'éééé' });
    expect(read('a: "ééééé.."', limits)).toBe(
      'Request limit exceeded: Template size (12 bytes) exceeds maximum allowed size (10 bytes).',
    );
  });
  it('writes aliases out before it counts', () => {
    const bomb = Array.from(
      { length: 40 },
      (_, i) => `a${i}: &a${i} [${i === 0 ? 'x' : `*a${i - 1}, *a${i - 1}`}]`,
    ).join('\n');
    expect(read(bomb)).toMatch(/holds more than 500000 values when its aliases are written out/);
  });
  it('bounds what merges copy', () => {
    const wide = `m: &m {${Array.from({ length: 2000 }, (_, i) => `k${i}: 1`).join(', ')}}\n`;
    expect(read(wide + Array.from({ length: 2000 }, (_, i) => `n${i}: {<<: *m}`).join('\n'))).toMatch(
      /merge keys exceeded/,
    );
  });
  it.each(['['.repeat(300_000), `{"a": ${'['.repeat(200_000)}1.5${']'.repeat(200_000)}}`, '{"a":'.repeat(100_000)])(
    'nests only so deep',
    (text) => {
      expect(read(text)).toMatch(/nesting exceeded maxDepth/);
    },
  );
  it('holds for values that come parsed', () => {
    let deep: Value = 1;
    for (let i = 0; i < 50_000; i++) deep = [deep];
    const result = readValue({ a: deep }, DEFAULT_TEXT_LIMITS, KIND);
    expect('problem' in result && result.problem.message).toMatch(/nests deeper than 100 levels/);
  });
  it('refuses what contains itself', () => expect(read('a: &a [*a]')).toMatch(/contains itself|unidentified alias/));
});

describe('errors', () => {
  it('name the place', () => {
    const result = readText('a: 1\nb: [1\nc: 2', DEFAULT_TEXT_LIMITS, KIND);
    expect('problem' in result && result.problem).toMatchObject({ type: 'HTTPBadRequest', line: 3, column: 1 });
  });
  it('refuse bytes that are no UTF-8', () => {
    expect(decodeUtf8(new Uint8Array([0x61, 0xff]), KIND)).toMatchObject({
      message: expect.stringContaining('not valid UTF-8') as string,
    });
    expect(decodeUtf8(new Uint8Array([0x61]), KIND)).toBe('a');
  });
});
