import { describe, expect, it } from 'vitest';
import type { Random } from '../ports.ts';
import { float, type Value } from '../values.ts';
import { define, required } from './runtime/define.ts';
import { any } from './runtime/types.ts';
import { compileYaql, type EvaluateOptions, standardLibrary, YaqlError } from './yaql.ts';

const library = standardLibrary();
const run = (text: string, data: Value = null, options: EvaluateOptions = {}): Value =>
  compileYaql(text).evaluate({ data }, { library, ...options });
const failure = (text: string, options: EvaluateOptions = {}): YaqlError => {
  try {
    run(text, null, options);
  } catch (error) {
    if (error instanceof YaqlError) return error;
    throw error;
  }
  throw new Error(`${text} did not fail`);
};

describe('results', () => {
  it('are plain data: iterators, tuples and sets become lists', () => {
    expect(run('[range(2), set(1), {a => [1]}.values()]')).toEqual([[0, 1], [1], [[1]]]);
    expect(run('{1 => a, null => b, true => c, 1.5 => d}')).toEqual({ 1: 'c', null: 'b', 1.5: 'd' });
    expect(run('[1.0, 1, 18446744073709551616]')).toEqual([float(1), 1, 2n ** 64n]);
  });
  it('keep a key called __proto__ a key', () => {
    const result = run("{'__proto__' => 1, constructor => 2}") as Record<string, Value>;
    expect(Object.keys(result)).toEqual(['__proto__', 'constructor']);
    expect(run('$.data.get(constructor)', {})).toBeNull();
  });
  it('are text for points in time and spans', () => {
    expect(run('[datetime(2015, 8, 29), timespan(hours => 25)]')).toEqual([
      '2015-08-29T00:00:00+00:00',
      '1 day, 1:00:00',
    ]);
  });
  it('are refused where they are no data', () => {
    expect(failure("regex('a')").message).toBe('The result is no data but a re.Pattern');
  });
});

describe('errors', () => {
  it('of syntax carry the position', () => {
    expect(failure('1 + é @')).toMatchObject({ kind: 'YaqlLexicalException', position: 6 });
    expect(failure('1 + )')).toMatchObject({
      kind: 'YaqlGrammarException',
      position: 4,
      message: "Parse error: unexpected ')' at position 4 of expression '1 + )'",
    });
    expect(failure('1 +').message).toBe('Parse error: unexpected end of statement');
  });
  it('are yaql’s and Python’s own', () => {
    expect(failure('foo(1)')).toMatchObject({
      kind: 'NoFunctionRegisteredException',
      message: 'Unknown function "foo"',
    });
    expect(failure('{a => 1}.b')).toMatchObject({ kind: 'KeyError', message: "'b'" });
    expect(failure('concat()').kind).toBe('AmbiguousFunctionException');
  });
  it('name a receiver without its whole length', () => {
    expect(failure("('x' * 5000).foo()").message.length).toBeLessThan(300);
  });
});

describe('where we differ from yaql on purpose', () => {
  it('an argument left out is no value to a function that takes any', () => {
    expect(failure('[1,,2]').kind).toBe('NoMatchingFunctionException');
  });
  it('format reaches no attributes', () => {
    expect(failure("'{0.__class__}'.format(1)").kind).toBe('AttributeError');
  });
});

describe('limits', () => {
  it('are Heat’s unless told otherwise', () => {
    expect(failure('range(201)').kind).toBe('CollectionTooLargeException');
    expect(failure("'a' * 10000").kind).toBe('MemoryQuotaExceededException');
    const open = { limits: { limitIterators: -1, memoryQuota: -1 } };
    expect(run('range(300).len()', null, open)).toBe(300);
    expect(run("('a' * 20000).len()", null, open)).toBe(20_000);
  });
  it.each([
    '[1].cycle().len()',
    'range(200).select(range(200).join(range(200), $1 = $2, 1).len())',
    "regex('(a*)*\\\\1b').search('a' * 60)",
  ])('%s ends, where yaql runs on', (text) => {
    expect(failure(text, { limits: { maxSteps: 100_000 } }).kind).toBe('StepLimitExceededException');
  });
  it.each([
    'def(f, f($)) -> f(1)',
    `${'['.repeat(300)}${']'.repeat(300)}`,
    `${'('.repeat(3000)}1${')'.repeat(3000)}`,
    `1${'+1'.repeat(3000)}`,
  ])('nesting is bounded: %#', (text) => {
    expect(failure(text).kind).toBe('RecursionError');
  });
  it.each([
    "'abc'.replace({a => 'a' * 5000, b => 'a' * 5000}).replace('a', 'a' * 9000)",
    '[1] * 1000000000000',
    "'{0:999999999999}'.format(1)",
    'shiftBitsLeft(1, 99999999999)',
    'pow(99999999999999999999, 99999999999)',
  ])('%s makes nothing huge', (text) => {
    const { kind } = failure(text, { limits: { memoryQuota: -1 } });
    expect(['MemoryQuotaExceededException', 'ValueError']).toContain(kind);
  });
  it('end by the clock too', () => {
    const clock = { at: 0, now: () => (clock.at += 10) };
    const limits = { maxMilliseconds: 50, maxSteps: -1, limitIterators: -1 };
    expect(failure('sequence().len()', { clock, limits }).kind).toBe('TimeLimitExceededException');
  });
});

describe('ports', () => {
  it('give the time and chance', () => {
    const random: Random = { integer: (bound) => bound - 1, uuid: () => '' };
    const clock = { now: () => Date.UTC(2026, 0, 2, 3, 4, 5, 6) };
    expect(run('now()', null, { clock })).toBe('2026-01-02T03:04:05.006000+00:00');
    expect(run("datetime('10:30').day", null, { clock })).toBe(2);
    expect(run('random(1, 6)', null, { random })).toBe(6);
    expect(failure('now()').kind).toBe('RuntimeError');
    expect(failure('random()').kind).toBe('RuntimeError');
  });
});

describe('a library', () => {
  it('takes further functions, before the standard ones', () => {
    const twice = define('twice', { as: 'both', parameters: [required('value', any)] }, (frame, [value]) =>
      frame.call('#operator_+', [value, value]),
    );
    const own = { library: library.with([twice]) };
    expect(run('twice(2) + 3.twice()', null, own)).toBe(10);
    expect(failure('twice(2)').kind).toBe('NoFunctionRegisteredException');
    expect(own.library.names()).toContain('twice');
  });
  it('is not changed by what expressions define', () => {
    expect(run('def(mine, 1) -> mine()')).toBe(1);
    expect(failure('mine()').kind).toBe('NoFunctionRegisteredException');
  });
});
