import { describe, expect, it } from 'vitest';
import { readAnswer } from './answer.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the answer of a service', () => {
  it('is read as JSON that keeps what numbers are', () => {
    expect(readAnswer(bytes('{"a": [1, 12345678901234567890, "1.0, 2"]}'))).toEqual({
      a: [1, 12345678901234567890n, '1.0, 2'],
    });
  });

  it('may hold a great many values', () => {
    expect(readAnswer(bytes(`[${'1,'.repeat(1_000_000)}1]`))).toHaveLength(1_000_001);
    expect(readAnswer(bytes(JSON.stringify({ text: ','.repeat(1_900_000) })))).toBeDefined();
  });

  it.each([
    ['is no JSON', '<html>'],
    ['is empty', ''],
    ['nests without end', `${'['.repeat(100_000)}1.0${']'.repeat(100_000)}`],
    ['holds more values than can be read in passing', `[${'[],'.repeat(2_000_000)}1]`],
    ['holds too many numbers that need care', `[${'1.0,'.repeat(300_000)}1]`],
  ])('that %s is refused', (_name, text) => {
    expect(() => readAnswer(bytes(text))).toThrow(SyntaxError);
  });
});
