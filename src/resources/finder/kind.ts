import type { Lookup } from './lookup.ts';

/** How objects of one kind are looked up, and what Heat says where they are not there. */
export interface Kind {
  readonly lookup: Lookup;
  /** What is said where nothing has the name or id. */
  readonly none: (value: string) => string;
  /** What is said where several have the name. */
  readonly several: (value: string) => string;
  /** True where no value at all is fine. */
  readonly mayBeEmpty?: boolean;
}

/** Heat's own words. */
const entity =
  (name: string) =>
  (value: string): string =>
    `The ${name} (${value}) could not be found.`;

/** A kind of which Heat says the same where none and where several have the name. */
export function simple(name: string, lookup: Lookup): Kind {
  return { lookup, none: entity(name), several: entity(name) };
}
