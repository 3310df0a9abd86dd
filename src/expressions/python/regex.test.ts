import { describe, expect, it } from 'vitest';
import { compileRegex, escapeRegex, RegexBudgetError, RegexSyntaxError } from './regex.ts';

const found = (pattern: string, text: string): string | undefined => compileRegex(pattern).search(text)?.text;

describe('what Python matches', () => {
  it.each([
    ['a|ab', 'ab', 'a'],
    ['(?P<x>a+)b(?P=x)', 'aabaa', 'aabaa'],
    ['(?i)straße', 'STRAßE', 'STRAßE'],
    ['\\d+', 'x٣4', '٣4'],
    ['(?a)\\d+', '٣4', '4'],
    ['[]a-]+', 'x]-a', ']-a'],
    ['a{', 'a{', 'a{'],
    ['a{,2}', 'aaa', 'aa'],
    ['(?<=a)b\\Z', 'b ab', 'b'],
    ['(?x) a b # c', 'ab', 'ab'],
    ['(a)?(?(1)b|c)', 'ab', 'ab'],
    ['x{40,60}', 'x'.repeat(70), 'x'.repeat(60)],
    ['x{0,50}?y', 'xxy', 'xxy'],
    ['.', '😀', '😀'],
    ['a$', 'a\n', 'a'],
  ])('%s in %j', (pattern, text, match) => expect(found(pattern, text)).toBe(match));

  it.each([
    ['a$b', 'a$b'],
    ['a\\Z', 'a\n'],
    ['(?>a+)ab', 'aaab'],
    ['a++a', 'aaa'],
    ['\\B', ''],
    ['^b', 'a\nb'],
  ])('%s is not in %j', (pattern, text) => expect(found(pattern, text)).toBeUndefined());

  it('keeps the groups Python keeps', () => {
    const groups = (pattern: string, text: string): (string | null)[] =>
      compileRegex(pattern)
        .search(text)!
        .groups.map((group) => group?.text ?? null);
    expect(groups('((a)|b)*', 'ab')).toEqual(['b', 'a']);
    expect(groups('(a*)*', 'aa')).toEqual(['']);
    expect(groups('(?=(a+))a', 'aa')).toEqual(['aa']);
  });
  it('anchors match at the start and fullMatch at both ends', () => {
    expect(compileRegex('a|ab').match('ab')!.end).toBe(1);
    expect(compileRegex('a|ab').fullMatch('ab')!.end).toBe(2);
    expect(compileRegex('b').match('ab')).toBeNull();
  });
  it('counts code points', () => expect(compileRegex('b').search('😀b')!.start).toBe(1));
  it('splits and replaces', () => {
    expect(compileRegex('(,)|x*').split('a,b')).toEqual(['', null, 'a', ',', '', null, 'b', null, '']);
    expect(compileRegex(',').split('a,b,c', 1)).toEqual(['a', 'b,c']);
    expect(compileRegex('(?P<n>\\w)(\\d)?').sub('\\g<n>-\\2\\n', 'a1b')).toBe('a-1\nb-\n');
    expect(compileRegex('x*').sub('-', 'abxd')).toBe('-a-b--d-');
    expect(compileRegex('a').sub((match) => String(match.start), 'aba', 1)).toBe('0ba');
    expect(escapeRegex('a.b-c d')).toBe('a\\.b\\-c\\ d');
  });
});

describe('what Python refuses', () => {
  it.each([
    ['(a', 'missing ), unterminated subpattern at position 0'],
    ['a)', 'unbalanced parenthesis at position 1'],
    ['*a', 'nothing to repeat at position 0'],
    ['a**', 'multiple repeat at position 2'],
    ['[b-a]', 'bad character range b-a at position 1'],
    ['\\q', 'bad escape \\q at position 0'],
    ['\\1', 'invalid group reference 1 at position 1'],
    ['a(?i)b', 'global flags not at the start of the expression at position 1'],
    ['(?<=a+)b', 'look-behind requires fixed-width pattern'],
    ['\\N{DASH}', 'characters by name (\\N{…}) are not supported at position 0'],
    ['('.repeat(500), 'pattern is nested too deeply at position 200'],
    ['((a{1,30}){1,30}){1,300}', 'pattern is too large'],
  ])('%s', (pattern, message) => {
    expect(() => compileRegex(pattern)).toThrow(RegexSyntaxError);
    expect(() => compileRegex(pattern)).toThrow(message);
  });
  it('refuses a template that names no group', () => {
    expect(() => compileRegex('a').sub('\\1', 'a')).toThrow('invalid group reference 1 at position 1');
    expect(() => compileRegex('a').sub('\\g<x>', 'a')).toThrow("unknown group name 'x'");
  });
});

describe('patterns that explode', () => {
  it.each(['(a+)+$', '(a|a)*b', '(a*)*b', '((a*)*)*b', '(.*)*(.*)*x'])('%s takes linear time', (pattern) => {
    const steps = (length: number): number => {
      const budget = { steps: 2_000_000 };
      expect(compileRegex(pattern).match(`${'a'.repeat(length)}c`, budget)).toBeNull();
      return 2_000_000 - budget.steps;
    };
    expect(steps(2000)).toBeLessThan(2.1 * steps(1000));
  });
  it('stops where references forbid that', () => {
    expect(() => compileRegex('(a*)*\\1b').match('a'.repeat(50))).toThrow(RegexBudgetError);
    expect(() => compileRegex('(?=(a+)+$)').match(`${'a'.repeat(50)}b`)).toThrow(RegexBudgetError);
  });
});
