import { isMap, type Value } from '../../expressions/values.ts';
import type { Scope } from '../scope.ts';

/** In place of a value: the item, entry or property it would have been is left out. */
export const DROPPED: unique symbol = Symbol('dropped');
export type Dropped = typeof DROPPED;

/** A use of a resource in a template. */
export interface Reference {
  readonly resource: string;
  readonly kind: 'reference' | 'attribute';
  /** Absent on an attribute reference: all attributes of the resource. */
  readonly attribute?: string;
  readonly path?: readonly Value[];
}

/** What a function may do with its arguments, which it gets as they are written. */
export interface CallContext {
  /** The name the function was called by. */
  readonly name: string;
  readonly scope: Scope;
  /** True for a call of a function, in contrast to data; Heat's own type checks let those through or not, as each says. */
  isCall(raw: Value): boolean;
  /** The value; functions in it are resolved, and what is dropped at the top is null. */
  resolve(raw: Value): Value;
  /** The truth of a condition, by name, literal or function. */
  holds(condition: Value): boolean;
  /** Where this call is in Heat's notation, for references. */
  readonly where: string;
}

/** What can be asked of the types of a template's resources while a template is checked. */
export interface AttributeNames {
  /** True, false, or undefined where the resource's type is not known. */
  has(resource: string, attribute: string): boolean | undefined;
  names(resource: string): readonly string[];
}

/** A function of a template language. */
export interface TemplateFunction {
  /** One line for `template function list`. */
  readonly description: string;
  /**
   * Looks at the arguments as they are written, before anything is resolved. Throws a ResolveError: TypeError, ValueError or
   * KeyError, as Heat's constructor of the function does.
   */
  check?(args: Value, call: CallContext): void;
  /** What Heat checks in `validate` rather than on construction; `check` has passed the arguments. */
  validate?(args: Value, call: CallContext, attributes: AttributeNames): void;
  /** The value of the call; `check` has passed its arguments. Throws a ResolveError. */
  result(args: Value, call: CallContext): Value | Dropped;
  /** For a macro: the one part of the arguments that counts, decided before anything is resolved. */
  chosen?(args: Value, call: CallContext): Value | Dropped;
  /** The resources that the call itself refers to; those of its arguments are found without it. */
  references?(args: Value, call: CallContext): Reference[];
}

/** A function whose name exists but may not be used here. */
export interface ForbiddenFunction {
  /** `removed`: an earlier version had it. `context`: not in a condition. */
  readonly forbidden: 'removed' | 'context';
}

/** The functions of one template version in one context (values or conditions), by name. */
export type FunctionTable = ReadonlyMap<string, TemplateFunction | ForbiddenFunction>;

/** A map of one entry whose key names a function. */
export function callIn(
  raw: Value,
  table: FunctionTable,
): { name: string; args: Value; fn: TemplateFunction | ForbiddenFunction } | undefined {
  if (!isMap(raw)) return undefined;
  let name: string | undefined;
  // Object.keys would list every key of a large map to count to two.
  for (const key in raw) {
    if (name !== undefined) return undefined;
    name = key;
  }
  if (name === undefined) return undefined;
  const fn = table.get(name);
  return fn === undefined ? undefined : { name, args: raw[name]!, fn };
}
