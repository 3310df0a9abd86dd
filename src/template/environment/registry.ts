import { isMap, own, setOwn, type Value, type ValueMap } from '../../expressions/values.ts';
import { matchesPattern } from './patterns.ts';
import { compareEntries, covers, isTemplateType, mapped, registryEntry, type RegistryEntry } from './registry-entry.ts';

/** What a type's name means: another type, or a template file. */
export type RegistryTarget =
  { readonly kind: 'type'; readonly type: string } | { readonly kind: 'template'; readonly file: string };

/** Points at which a stack stops and waits to be told to go on. */
export const HOOKS = ['pre-create', 'pre-update', 'pre-delete', 'post-create', 'post-update', 'post-delete'] as const;
export type Hook = (typeof HOOKS)[number];

/** What an environment may forbid for a resource. */
export const RESTRICTED_ACTIONS = ['update', 'replace'] as const;
export type RestrictedAction = (typeof RESTRICTED_ACTIONS)[number];

/** An alias that leads to itself must end somewhere. */
const MAX_HOPS = 32;

/**
 * The resource_registry of an environment: which types stand for which, and what is said of single resources. Made by
 * `parseEnvironment`, which checks what it holds. Heat: environment.py ResourceRegistry.
 */
export class Registry {
  readonly #raw: ValueMap;
  readonly #operator: Registry | undefined;
  readonly #entries = new Map<string, RegistryEntry>();
  readonly #wildcards: RegistryEntry[] = [];

  /** `raw` is the section with what null removes already gone; `operator` is asked after it. */
  constructor(raw: ValueMap, operator?: Registry) {
    this.#raw = raw;
    this.#operator = operator;
    for (const [name, value] of Object.entries(raw)) {
      if (typeof value !== 'string') continue;
      const entry = registryEntry([name], value);
      this.#entries.set(name, entry);
      if (entry.kind === 'wildcard') this.#wildcards.push(entry);
    }
  }

  /**
   * What the type means for the resource: a mapping for that resource first, then by type, each wildcard or name in the order of
   * their text; undefined where nothing is said of it. With `exists`, a mapping to a type that does not exist is passed over.
   */
  lookup(type: string, resourceName?: string, exists?: (type: string) => boolean): RegistryTarget | undefined {
    return this.#find(type, resourceName, exists, 0);
  }

  /** Hooks set for the resource, by name or pattern. */
  hooks(resourceName: string): Set<Hook> {
    return this.#said(resourceName, 'hooks') as Set<Hook>;
  }

  /** What must not be done to the resource, by name or pattern. */
  restrictedActions(resourceName: string): Set<RestrictedAction> {
    return this.#said(resourceName, 'restricted_actions') as Set<RestrictedAction>;
  }

  /** The section as it is stored and shown. */
  toMap(): ValueMap {
    return { resources: {}, ...this.#raw };
  }

  /**
   * The registry for the stack behind a resource: what was said of that resource and of patterns it matches is said of the
   * resources inside. With `type`, the mapping that made the resource a template is left out, so that it can use the original.
   */
  nestedFor(resourceName: string, type?: string): Registry {
    const resources: ValueMap = {};
    const own = this.#resources();
    for (const [pattern, said] of Object.entries(own)) {
      if (isMap(said) && matchesPattern(resourceName, pattern)) assign(resources, said);
    }
    const exact = Object.hasOwn(own, resourceName) ? own[resourceName]! : null;
    if (isMap(exact)) assign(resources, exact);
    const raw: ValueMap = { ...this.#raw, resources };
    const entry =
      type === undefined
        ? undefined
        : this.#candidates(type, resourceName).find((candidate) => candidate.kind === 'template');
    if (entry?.path.length === 1) delete raw[entry.path[0]!];
    else if (type !== undefined && entry !== undefined) delete resources[type];
    return new Registry(raw, this.#operator);
  }

  #find(
    type: string,
    resourceName: string | undefined,
    exists: ((type: string) => boolean) | undefined,
    hops: number,
  ): RegistryTarget | undefined {
    if (hops > MAX_HOPS) return undefined;
    if (isTemplateType(type)) return { kind: 'template', file: type };
    const candidates = [
      ...this.#candidates(type, resourceName),
      ...(this.#operator === undefined ? [] : this.#operator.#candidates(type, resourceName)),
    ];
    for (const entry of candidates) {
      if (entry.kind === 'template') return { kind: 'template', file: entry.value };
      const target = mapped(entry, type);
      if (target === type) continue;
      const found = this.#find(target, resourceName, exists, hops + 1);
      if (found !== undefined) return found;
      if (exists === undefined || exists(target)) return { kind: 'type', type: target };
    }
    return undefined;
  }

  #candidates(type: string, resourceName: string | undefined): RegistryEntry[] {
    const found: RegistryEntry[] = [];
    const said = resourceName === undefined ? undefined : own(this.#resources(), resourceName);
    const special = isMap(said) ? own(said, type) : undefined;
    if (typeof special === 'string') found.push(registryEntry(['resources', resourceName!, type], special));
    const exact = this.#entries.get(type);
    if (exact !== undefined && exact.kind !== 'wildcard') found.push(exact);
    found.push(...this.#wildcards.filter((entry) => covers(entry, type)));
    return found.sort(compareEntries);
  }

  #resources(): ValueMap {
    const section = own(this.#raw, 'resources') ?? null;
    return isMap(section) ? section : {};
  }

  #said(resourceName: string, key: 'hooks' | 'restricted_actions'): Set<string> {
    const words = new Set<string>();
    for (const [pattern, said] of Object.entries(this.#resources())) {
      const value: Value = isMap(said) && matchesPattern(resourceName, pattern) ? (own(said, key) ?? []) : [];
      for (const word of Array.isArray(value) ? value : [value]) if (typeof word === 'string') words.add(word);
    }
    return words;
  }
}

function assign(target: ValueMap, source: ValueMap): void {
  for (const [key, value] of Object.entries(source)) setOwn(target, key, value);
}
