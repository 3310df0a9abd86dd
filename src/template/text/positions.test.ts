import { describe, expect, it } from 'vitest';
import { locate, Positions } from './positions.ts';
import { problem } from '../problems.ts';

const YAML = `# a comment
a: {b: 1, c: [x, {d: e}]}

list:
  - p: 1
    q: 2
  -   # here
    r: &r [x]
"quoted key": |
  text
s: *r
t:
  - [u, {v: w}]
  - {x: y}
`;

describe('positions', () => {
  const positions = new Positions(YAML);
  it.each<[(string | number)[], number, number]>([
    [['a'], 2, 1],
    [['a', 'c', 1, 'd'], 2, 19],
    [['list', 0, 'q'], 6, 5],
    [['list', 1], 8, 5],
    [['list', 1, 'r', 0], 8, 12],
    [['quoted key'], 9, 1],
    [['s', 0], 11, 1],
    [['t', 0, 1, 'v'], 13, 10],
    [['t', 1, 'x'], 14, 6],
    [['a', 'nope'], 2, 1],
    [[], 2, 1],
  ])('%j is at %i:%i', (path, line, column) => expect(positions.find(path)).toEqual({ line, column }));

  it('are found in JSON', () =>
    expect(new Positions('{\n  "a": [\n    1, {"b": 2}]}').find(['a', 1, 'b'])).toEqual({ line: 3, column: 9 }));
  it('are none in text that cannot be read', () => expect(new Positions('a: [').find(['a'])).toBeUndefined());
  it('are added to problems', () => {
    const [placed] = locate([problem('X', 'm', ['list', 0, 'p'])], YAML);
    expect(placed).toMatchObject({ line: 5, column: 5 });
  });
});
