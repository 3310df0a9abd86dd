import { expect, it } from 'vitest';
import { nearest } from './suggestions.ts';

it.each<[string, string[], string | undefined]>([
  ['flavour', ['image', 'flavor'], 'flavor'],
  ['imgae', ['image', 'flavor'], 'image'],
  ['Name', ['nam', 'name'], 'name'],
  ['x', ['y'], undefined],
  ['network', ['image'], undefined],
  ['name', ['name'], undefined],
])('%s among %j', (name, candidates, meant) => expect(nearest(name, candidates)).toBe(meant));
