import { describe, expect, it } from 'vitest';
import { importsOf, sources, type Source } from './sources.ts';

/** What each part of the house may import of the others, besides itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  graph: [],
  expressions: [],
  template: ['expressions', 'graph'],
  storage: ['expressions', 'template', 'graph'],
  clouds: ['expressions', 'template', 'graph'],
  resources: ['clouds', 'template', 'expressions'],
  orchestration: ['resources', 'clouds', 'storage', 'template', 'expressions', 'graph'],
  api: ['orchestration', 'resources', 'clouds', 'storage', 'template', 'expressions', 'graph'],
  server: ['api', 'orchestration', 'resources', 'clouds', 'storage', 'template', 'expressions', 'graph'],
  cli: [
    'server',
    'sandbox',
    'api',
    'orchestration',
    'resources',
    'clouds',
    'storage',
    'template',
    'expressions',
    'graph',
  ],
  sandbox: [],
};
/** Whole clouds stand beside the house: they share the words for values, numbers in JSON and ports, and nothing else. */
const SANDBOX_SHARES = ['src/expressions/values.ts', 'src/expressions/json.ts', 'src/expressions/ports.ts'];

const all = sources(['src'], ['.ts']);
const production = all.filter(({ path }) => !path.endsWith('.test.ts') && !path.includes('/testing/'));

function partOf(path: string): string {
  return path.split('/')[1]!;
}

function violations(source: Source): string[] {
  const part = partOf(source.path);
  return importsOf(source)
    .filter((target) => !target.startsWith(`src/${part}/`))
    .filter((target) => {
      if (part === 'sandbox') return !SANDBOX_SHARES.includes(target);
      // The version of the project is in its package.json.
      if (!target.startsWith('src/')) return !(part === 'server' && target === 'package.json');
      return MAY_IMPORT[part]?.includes(partOf(target)) !== true;
    })
    .map((target) => `${source.path} imports ${target}`);
}

describe('the floors of the house', () => {
  it('are all known', () => {
    const unknown = production.map(({ path }) => partOf(path)).filter((part) => !Object.hasOwn(MAY_IMPORT, part));
    expect([...new Set(unknown)]).toEqual([]);
  });

  it('import only from below', () => {
    expect(production.flatMap(violations)).toEqual([]);
  });

  it('are checked by a scan that sees every way to import', () => {
    const text = [
      "import { a } from '../storage/a.ts';",
      "import type { B } from '../storage/b.ts';",
      "export * from '../storage/c.ts';",
      "import '../storage/d.ts';",
      "const e = await import('../storage/e.ts');",
    ].join('\n');
    expect(violations({ path: 'src/clouds/x.ts', text })).toHaveLength(5);
    expect(violations({ path: 'src/sandbox/x.ts', text: "import { a } from '../clouds/types.ts';" })).toHaveLength(1);
    expect(violations({ path: 'src/resources/x.ts', text: "import { a } from '../clouds/types.ts';" })).toEqual([]);
  });
});
