import type { Value, ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { mayTouch, type Caller } from '../kernel/caller.ts';
import type { Fault } from '../kernel/fault.ts';
import type { Collection } from '../kernel/state.ts';
import type { Check } from './checks.ts';
import type { Owned } from './items.ts';

/** A field of a request. Without `check` the field is only answered, never taken. */
export interface Attribute {
  readonly check?: Check;
  readonly required?: boolean;
  /** What stands for an absent field on create; without it the field stays absent. */
  readonly fallback?: Value;
  /** May be given on create. Default true. */
  readonly post?: boolean;
  /** May be changed. Default true. */
  readonly put?: boolean;
  /** Only an admin may set it. */
  readonly admin?: boolean;
  /** Only an admin sees it. */
  readonly secret?: boolean;
}
export type Attributes = Readonly<Record<string, Attribute>>;

/** The fields of a request that were given, checked. */
export type Values = Readonly<ValueMap>;

/** One kind of Neutron's objects: what its API takes, and what it does. The routes follow from it. */
export interface Kind<T extends Owned> {
  /** Key of one in a body: `network`. */
  readonly one: string;
  /** Key of several: `networks`. */
  readonly many: string;
  /** Path below `/v2.0`; default `many`. */
  readonly path?: string;
  readonly items: Collection<T>;
  readonly attributes: Attributes;
  readonly missing: (id: string) => Fault;
  /** It has the standard attributes but no tags. */
  readonly untagged?: boolean;
  /** Name of its quota, where it has one. */
  readonly quota?: string;
  /** May the caller see it? Default: it is theirs, or they are an admin. */
  readonly visible?: (item: T, caller: Caller) => boolean;
  /** May the caller change it? Default as `visible`'s. */
  readonly owned?: (item: T, caller: Caller) => boolean;
  /** What the caller gets to see of it, before the fields that all kinds share. */
  readonly view: (item: T, caller: Caller) => ValueMap;
  readonly create?: (values: Values, projectId: string, call: Call) => T;
  readonly update?: (item: T, changes: Values, call: Call) => T;
  readonly remove?: (item: T, call: Call) => void;
  /** Done before a list is made. */
  readonly prepare?: (caller: Caller) => void;
  /** Those that can match the query, where a lookup finds them sooner than a look at all. */
  readonly narrow?: (query: URLSearchParams) => T[] | undefined;
}

export function isVisible<T extends Owned>(kind: Kind<T>, item: T, caller: Caller): boolean {
  return kind.visible?.(item, caller) ?? mayTouch(caller, item.project_id);
}

export function isOwned<T extends Owned>(kind: Kind<T>, item: T, caller: Caller): boolean {
  return kind.owned?.(item, caller) ?? mayTouch(caller, item.project_id);
}

/** The object of that id, if the caller may see it. Throws what the kind says for a missing one. */
export function seek<T extends Owned>(kind: Kind<T>, id: string, caller: Caller): T {
  const item = kind.items.get(id);
  if (item === undefined || !isVisible(kind, item, caller)) throw kind.missing(id);
  return item;
}
