import type { Value } from '../expressions/values.ts';
import type { Constraint } from './constraints/constraint.ts';

/** How far a type, property or attribute is supported. Heat: support.py. */
export interface SupportStatus {
  readonly status: 'SUPPORTED' | 'DEPRECATED' | 'HIDDEN' | 'UNSUPPORTED';
  /** The release since which. */
  readonly version?: string | null;
  readonly message?: string | null;
  readonly previous?: SupportStatus | null;
}

/** What a property may be. */
export interface PropertySchema {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'map' | 'list' | 'any';
  readonly description?: string;
  readonly default?: Value;
  readonly required?: boolean;
  /** A change is made in place; else it replaces the resource. */
  readonly updateAllowed?: boolean;
  /** A change is refused. */
  readonly immutable?: boolean;
  readonly constraints?: readonly Constraint[];
  /** The entries of a map; absent: any. */
  readonly schema?: Readonly<Record<string, PropertySchema>>;
  /** The items of a list; absent: any. */
  readonly items?: PropertySchema;
  readonly supportStatus?: SupportStatus;
  /** Text and lists are also taken where a map or list is due: a nested template's parameter reads them itself. */
  readonly allowConversion?: boolean;
  readonly hidden?: boolean;
  /** False: the property is known but nothing can be done with it; giving it is an error. */
  readonly implemented?: false;
  /** This is an old name: a value here stands for one of that property beside it, which then counts as given. */
  readonly successor?: string;
}
