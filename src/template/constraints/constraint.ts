import type { Value } from '../../expressions/values.ts';

/** A bound on a value; `description`, where given, is the message when it is not kept. */
export type Constraint = { readonly description?: string } & (
  | { readonly length: { readonly min?: Bound; readonly max?: Bound } }
  | { readonly range: { readonly min?: Bound; readonly max?: Bound } }
  | { readonly modulo: { readonly step: Bound; readonly offset: Bound } }
  | { readonly allowed_values: readonly Value[] }
  | { readonly allowed_pattern: string }
  | { readonly custom_constraint: string }
);

/** A number as a template may write it. */
export type Bound = Value;

/** Kinds of values that constraints tell apart, over property and parameter types alike. */
export type ConstrainedType = 'string' | 'integer' | 'number' | 'boolean' | 'map' | 'list' | 'any';

const VALID: ReadonlyMap<string, readonly ConstrainedType[]> = new Map([
  ['length', ['string', 'list', 'map']],
  ['range', ['integer', 'number']],
  ['modulo', ['integer', 'number']],
  ['allowed_values', ['string', 'integer', 'number', 'boolean', 'list']],
  ['allowed_pattern', ['string']],
  ['custom_constraint', ['string', 'integer', 'number', 'boolean', 'list']],
]);

/** Heat's class names of constraints, which its messages show. */
const CLASS_NAMES: ReadonlyMap<string, string> = new Map([
  ['length', 'Length'],
  ['range', 'Range'],
  ['modulo', 'Modulo'],
  ['allowed_values', 'AllowedValues'],
  ['allowed_pattern', 'AllowedPattern'],
  ['custom_constraint', 'CustomConstraint'],
]);

/** Which of the constraints it is. */
export function constraintKind(constraint: Constraint): string {
  return Object.keys(constraint).find((key) => key !== 'description')!;
}

/** True when values of the type can have such a constraint. Heat: constraints.py valid_types. */
export function fitsType(constraint: Constraint, type: ConstrainedType): boolean {
  return VALID.get(constraintKind(constraint))!.includes(type);
}

/** Heat's name of the constraint's class, such as `AllowedPattern`. */
export function constraintClass(constraint: Constraint): string {
  return CLASS_NAMES.get(constraintKind(constraint))!;
}
