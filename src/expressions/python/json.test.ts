import { describe, expect, it } from 'vitest';
import { float, type Value } from '../values.ts';
import { dumps } from './json.ts';

describe('json.dumps', () => {
  const value: Value = {
    b: [1, float(1), 1e-7, true, null],
    a: 'é"\\\n\x7f😀/',
    c: [float(NaN), float(-Infinity)],
    d: {},
  };
  it('writes what Python writes', () => {
    expect(dumps(value)).toBe(
      '{"b": [1, 1.0, 1e-07, true, null], "a": "\\u00e9\\"\\\\\\n\\u007f\\ud83d\\ude00/", "c": [NaN, -Infinity], "d": {}}',
    );
  });
  it('knows the options', () => {
    expect(dumps(value, { sortKeys: true, ensureAscii: false, separators: [',', ':'] })).toBe(
      '{"a":"é\\"\\\\\\n\x7f😀/","b":[1,1.0,1e-07,true,null],"c":[NaN,-Infinity],"d":{}}',
    );
  });
});
