import type { Random } from '../expressions/ports.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/**
 * A name for a real object, as Heat makes them: `<stack>-<resource>-<12 random characters>`. One longer than the service takes
 * keeps its first two characters and its end (heat/engine/resource.py, reduce_physical_resource_name).
 */
export function physicalName(stackName: string, resourceName: string, limit: number, random: Random): string {
  const name = `${stackName}-${resourceName}-${shortId(random)}`;
  return name.length <= limit ? name : `${name.slice(0, 2)}-${name.slice(-(limit - 3))}`;
}

/** Twelve random lower-case letters and digits, the first a letter. */
export function shortId(random: Random): string {
  let id = LETTERS[random.integer(26)]!;
  while (id.length < 12) id += LETTERS[random.integer(LETTERS.length)]!;
  return id;
}
