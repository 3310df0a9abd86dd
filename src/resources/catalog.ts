/** All resource types, by name. */
import { compileRegex } from '../expressions/python/regex.ts';
import type { ResourceType } from './contract.ts';

export interface TypeFilter {
  /** Python regular expression that the name must begin with a match of. */
  readonly name?: string;
  /** Only types with this support status. */
  readonly supportStatus?: string;
  /** Only types of this release. */
  readonly version?: string;
}

export class ResourceTypes {
  readonly #types: ReadonlyMap<string, ResourceType>;

  constructor(types: Iterable<ResourceType>) {
    this.#types = new Map([...types].map((type) => [type.type, type]));
  }

  /** The type of this name; undefined where there is none. */
  get(type: string): ResourceType | undefined {
    return this.#types.get(type);
  }

  /** Visible types in the order of their names. Throws RegexSyntaxError on a bad `name`. */
  list(filter: TypeFilter = {}): ResourceType[] {
    const name = filter.name === undefined ? undefined : compileRegex(filter.name);
    return [...this.#types.values()]
      .filter((type) => type.supportStatus.status !== 'HIDDEN')
      .filter((type) => name === undefined || name.match(type.type) !== null)
      .filter((type) => filter.supportStatus === undefined || type.supportStatus.status === filter.supportStatus)
      .filter((type) => filter.version === undefined || type.supportStatus.version === filter.version)
      .toSorted((a, b) => (a.type < b.type ? -1 : 1));
  }

  /** The names of all types, hidden ones included, for suggestions. */
  names(): string[] {
    return [...this.#types.keys()];
  }
}
