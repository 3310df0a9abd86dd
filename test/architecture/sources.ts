import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** A source file, its path from the project's folder. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** All files below the folders whose names end so. */
export function sources(folders: readonly string[], endings: readonly string[]): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !file.includes('/node_modules/'))
      .map((file) => ({ path: relative(ROOT, file), text: readFileSync(file, 'utf8') })),
  );
}

/** What a file imports of ours: paths from the project's folder. Imports of types count too. */
export function importsOf({ path, text }: Source): string[] {
  const found = text.matchAll(/(?:^|[^\w$.])(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/gm);
  return [...found].map(([, target]) => relative(ROOT, join(ROOT, dirname(path), target!)));
}
