/** Short names for property and attribute schemas, so that a resource type's file reads like a table. */
import type { Value } from '../expressions/values.ts';
import type { Constraint, PropertySchema, SupportStatus } from '../template/index.ts';
import type { AttributeSchema } from './contract.ts';

/** A property schema, and how its value is translated before anything sees it. */
export interface Property extends PropertySchema {
  /** The value is a name or id of this kind of object; it becomes the id. */
  readonly find?: string;
  readonly schema?: Readonly<Record<string, Property>>;
  readonly items?: Property;
}

export interface PropertyOptions {
  /** The property can change without a new object. */
  readonly update?: boolean;
  readonly required?: boolean;
  /** The property must never change; an update that tries fails. */
  readonly immutable?: boolean;
  readonly default?: Value;
  readonly description?: string;
  readonly constraints?: readonly Constraint[];
  readonly support?: SupportStatus;
}

type Kind = PropertySchema['type'];

function property(type: Kind, options: PropertyOptions, rest: Partial<Property> = {}): Property {
  const { update, support, constraints, ...same } = options;
  return {
    type,
    ...same,
    ...(update === undefined ? {} : { updateAllowed: update }),
    ...(support === undefined ? {} : { supportStatus: support }),
    ...(constraints === undefined ? {} : { constraints: [...constraints] }),
    ...rest,
  };
}

export const str = (options: PropertyOptions = {}): Property => property('string', options);
export const int = (options: PropertyOptions = {}): Property => property('integer', options);
export const num = (options: PropertyOptions = {}): Property => property('number', options);
export const bool = (options: PropertyOptions = {}): Property => property('boolean', options);
/** Any value at all. */
export const any = (options: PropertyOptions = {}): Property => property('any', options);
/** A map with any keys. */
export const map = (options: PropertyOptions = {}): Property => property('map', options);
/** A list of anything. */
export const list = (options: PropertyOptions = {}): Property => property('list', options);

/** A map with just these keys. */
export const mapOf = (schema: Readonly<Record<string, Property>>, options: PropertyOptions = {}): Property =>
  property('map', options, { schema });

/** A list whose items are all alike. */
export const listOf = (items: Property, options: PropertyOptions = {}): Property =>
  property('list', options, { items });

/** The name or id of an object of the cloud; `kind` is its custom constraint, such as `neutron.network`. The id is what verbs see. */
export const ref = (kind: string, options: PropertyOptions = {}): Property =>
  property('string', { ...options, constraints: [custom(kind), ...(options.constraints ?? [])] }, { find: kind });

/** A list of names or ids of objects of one kind, which no constraint checks beforehand. */
export const refs = (kind: string, options: PropertyOptions = {}): Property =>
  property('list', options, { find: kind });

/** A property that works but that nobody is told of. */
export function hidden(schema: Property): Property {
  return { ...schema, supportStatus: { ...schema.supportStatus, status: 'HIDDEN' } };
}

/** A property that is known, but that a cloud of this kind has nothing for. */
export const unimplemented = (schema: Property): Property => ({ ...schema, implemented: false });

/** The old, hidden name of a property beside it: its value moves there, where that one has none. */
export function formerly(successor: string, schema: Property): Property {
  const { find: _, ...rest } = hidden(schema);
  return { ...rest, successor };
}

export const oneOf = (...values: Value[]): Constraint => ({ allowed_values: values });
export const length = (bounds: { min?: number; max?: number }): Constraint => ({ length: bounds });
export const range = (bounds: { min?: number; max?: number }): Constraint => ({ range: bounds });
export const pattern = (expression: string): Constraint => ({ allowed_pattern: expression });
export const custom = (name: string): Constraint => ({ custom_constraint: name });

type From = NonNullable<AttributeSchema['from']>;

/** An attribute; without `from` it is the field of the same name of the live object. */
export function attr(
  type?: AttributeSchema['type'],
  from?: From,
  options: Omit<AttributeSchema, 'type' | 'from'> = {},
): AttributeSchema {
  return { ...options, ...(type === undefined ? {} : { type }), ...(from === undefined ? {} : { from }) };
}
