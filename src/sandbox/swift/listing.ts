/** What a listing is narrowed to. */
export interface ListingQuery {
  readonly prefix: string;
  /** Names that have it after the prefix stand as one entry, up to its first place. Empty: none do. */
  readonly delimiter: string;
  /** Names up to and including it are left out; empty: none are. */
  readonly marker: string;
  /** Names from it on are left out; empty: none are. */
  readonly endMarker: string;
  readonly limit: number;
  /** From the last name to the first; the markers change their roles accordingly. */
  readonly reverse: boolean;
}

/** Something that a listing names: an item, or what the names of several begin with. */
export type Entry<T> = { readonly item: T } | { readonly subdir: string };

/** What a listing shows of items with names, in the order of their names (swift/container/backend.py: list_objects_iter). */
export function listed<T extends { readonly name: string }>(items: readonly T[], query: ListingQuery): Entry<T>[] {
  const { prefix, delimiter, limit } = query;
  const direction = query.reverse ? -1 : 1;
  const sorted = items
    .filter(({ name }) => name.startsWith(prefix) && isBetween(name, query))
    .sort((a, b) => direction * (a.name < b.name ? -1 : 1));
  const entries: Entry<T>[] = [];
  let last: string | undefined;
  for (const item of sorted) {
    if (entries.length >= limit) break;
    const at = delimiter === '' ? -1 : item.name.indexOf(delimiter, prefix.length);
    if (at < 0) {
      entries.push({ item });
      continue;
    }
    const subdir = item.name.slice(0, at + delimiter.length);
    if (subdir === last || subdir === query.marker) continue;
    last = subdir;
    entries.push({ subdir });
  }
  return entries;
}

function isBetween(name: string, { marker, endMarker, reverse }: ListingQuery): boolean {
  const after = marker === '' || (reverse ? name < marker : name > marker);
  const before = endMarker === '' || (reverse ? name > endMarker : name < endMarker);
  return after && before;
}
