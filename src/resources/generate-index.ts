/** Writes `index.ts`: every file here that declares a resource type, or several. Run it with node after adding one. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** The text of the index for the types declared below a directory. */
export function indexText(directory: string): string {
  const found = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => ({
      file: file.split(sep).join('/'),
      word: /^export default (defineResources?)\(/m.exec(readFileSync(join(directory, file), 'utf8'))?.[1],
    }))
    .filter(({ word }) => word !== undefined)
    .toSorted((a, b) => (a.file < b.file ? -1 : 1));
  const files = found.map(({ file }) => file);
  const name = (file: string): string =>
    file.replace(/\.ts$/, '').replaceAll(/[/-](\w)/g, (_, letter: string) => letter.toUpperCase());
  const imports = files.map((file) => `import ${name(file)} from './${file}';`);
  const entries = found.map(({ file, word }) => `  ${word === 'defineResources' ? '...' : ''}${name(file)},`);
  return [
    '// Written by generate-index.ts; do not edit.',
    "import type { ResourceType } from './contract.ts';",
    ...imports,
    '',
    '/** Every resource type there is. */',
    'export const resourceTypes: readonly ResourceType[] = [',
    ...entries,
    '];',
    '',
  ].join('\n');
}

if (import.meta.main) {
  const target = join(import.meta.dirname, 'index.ts');
  writeFileSync(target, indexText(import.meta.dirname));
  process.stdout.write(`${relative(process.cwd(), target)}\n`);
}
