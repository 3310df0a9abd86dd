/** Writes `index.ts`: every file here that declares a resource type. Run it with node after adding one. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** The text of the index for the types declared below a directory. */
export function indexText(directory: string): string {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .filter((file) => /^export default defineResource\(/m.test(readFileSync(join(directory, file), 'utf8')))
    .map((file) => file.split(sep).join('/'))
    .toSorted();
  const name = (file: string): string =>
    file.replace(/\.ts$/, '').replaceAll(/[/-](\w)/g, (_, letter: string) => letter.toUpperCase());
  const imports = files.map((file) => `import ${name(file)} from './${file}';`);
  const entries = files.map((file) => `  ${name(file)},`);
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
