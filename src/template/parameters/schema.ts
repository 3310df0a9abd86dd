import type { Constraint, ConstrainedType } from '../constraints/constraint.ts';
import type { Value } from '../../expressions/values.ts';

export type ParameterType = 'string' | 'number' | 'comma_delimited_list' | 'json' | 'boolean';

/** A parameter as the template declares it. */
export interface ParameterSchema {
  readonly name: string;
  readonly type: ParameterType;
  readonly description?: Value;
  /** Null or absent: there is none, and a value must be given. */
  readonly default?: Value;
  /** Its value is shown as `******`. */
  readonly hidden: boolean;
  readonly label?: Value;
  readonly immutable: boolean;
  readonly constraints: readonly Constraint[];
  readonly tags?: readonly Value[];
}

/** The words of HOT and CloudFormation for the types. */
export const HOT_TYPES: ReadonlyMap<string, ParameterType> = new Map([
  ['string', 'string'],
  ['number', 'number'],
  ['comma_delimited_list', 'comma_delimited_list'],
  ['json', 'json'],
  ['boolean', 'boolean'],
]);
export const CFN_TYPES: ReadonlyMap<string, ParameterType> = new Map([
  ['String', 'string'],
  ['Number', 'number'],
  ['CommaDelimitedList', 'comma_delimited_list'],
  ['Json', 'json'],
  ['Boolean', 'boolean'],
]);

/** CloudFormation's word for a type, which Heat's API uses throughout. */
export function cfnTypeName(type: ParameterType): string {
  return [...CFN_TYPES].find(([, known]) => known === type)![0];
}

/** How constraints see a parameter's type. */
export function constrainedType(type: ParameterType): ConstrainedType {
  return type === 'comma_delimited_list' ? 'list' : type === 'json' ? 'map' : type;
}
