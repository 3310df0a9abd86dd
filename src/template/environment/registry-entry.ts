import { compareText } from '../../expressions/python/text.ts';

/** One mapping of a registry: at `path`, whose last part is the type's name or pattern, to a type, a pattern or a template. */
export interface RegistryEntry {
  readonly path: readonly string[];
  readonly value: string;
  readonly kind: 'template' | 'wildcard' | 'alias';
}

const isTemplateName = (name: string): boolean => name.endsWith('.yaml') || name.endsWith('.template');

/** Reads a mapping. Heat: environment.py ResourceInfo. */
export function registryEntry(path: readonly string[], value: string): RegistryEntry {
  const name = path.at(-1)!;
  if (isTemplateName(name)) return { path, value: name, kind: 'template' };
  if (isTemplateName(value)) return { path, value, kind: 'template' };
  return { path, value, kind: name.endsWith('*') ? 'wildcard' : 'alias' };
}

/** True for a type that names a template file. */
export function isTemplateType(type: string): boolean {
  return isTemplateName(type);
}

/** True for a wildcard that covers the type; one that maps to the type itself does not. */
export function covers(entry: RegistryEntry, type: string): boolean {
  return entry.kind === 'wildcard' && type !== entry.value && type.startsWith(entry.path.at(-1)!.slice(0, -1));
}

/** What an alias or wildcard turns the type into. */
export function mapped(entry: RegistryEntry, type: string): string {
  if (entry.kind !== 'wildcard' || !entry.value.endsWith('*')) return entry.value;
  return entry.value.slice(0, -1) + type.slice(entry.path.at(-1)!.length - 1);
}

/** Which of two entries of one registry comes first: those for a named resource, then by text. */
export function compareEntries(a: RegistryEntry, b: RegistryEntry): number {
  if (a.path.length !== b.path.length) return b.path.length - a.path.length;
  for (let i = 0; i < a.path.length; i++) {
    const order = compareText(a.path[i]!, b.path[i]!);
    if (order !== 0) return order;
  }
  return 0;
}
