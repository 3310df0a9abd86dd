import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { indexText } from './generate-index.ts';

it('the index has every type there is: run generate-index.ts', () => {
  const directory = import.meta.dirname;
  expect(readFileSync(join(directory, 'index.ts'), 'utf8')).toBe(indexText(directory));
});
