import { describe, expect, it } from 'vitest';
import { findCycle, Frontier, inOrder, reversed } from './graph.ts';

const diamond = new Map([
  ['top', ['left', 'right']],
  ['left', ['bottom']],
  ['right', ['bottom']],
  ['bottom', []],
]);

describe('graph', () => {
  it('orders each node after those it needs', () => {
    expect(inOrder(diamond)).toEqual(['bottom', 'left', 'right', 'top']);
  });

  it('names a cycle from its first node back to it', () => {
    const cycle = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['b']],
    ]);
    expect(findCycle(cycle)).toEqual(['b', 'c', 'b']);
    expect(() => inOrder(cycle)).toThrow('b -> c -> b');
    expect(findCycle(new Map([['a', ['a']]]))).toEqual(['a', 'a']);
    expect(findCycle(diamond)).toBeUndefined();
  });

  it('survives a chain far deeper than the call stack', () => {
    const chain = new Map(Array.from({ length: 50_000 }, (_, i) => [`n${i}`, i === 0 ? [] : [`n${i - 1}`]]));
    expect(findCycle(chain)).toBeUndefined();
    expect(inOrder(chain)).toHaveLength(50_000);
  });

  it('offers a node once all it needs is finished', () => {
    const frontier = new Frontier(diamond);
    expect(frontier.start()).toEqual(['bottom']);
    expect(frontier.finish('bottom')).toEqual(['left', 'right']);
    expect(frontier.finish('left')).toEqual([]);
    expect(frontier.finish('right')).toEqual(['top']);
  });

  it('ignores needs outside the graph, and repeated ones', () => {
    expect(new Frontier(new Map([['a', ['elsewhere', 'elsewhere']]])).start()).toEqual(['a']);
  });

  it('turns edges round', () => {
    expect([...reversed(diamond).get('bottom')!]).toEqual(['left', 'right']);
  });
});
