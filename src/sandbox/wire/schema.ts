import { isInteger, isMap, isNumber, type Value, type ValueMap } from '../../expressions/values.ts';
import { Fault } from '../kernel/fault.ts';
import { repr, str } from './python.ts';

type JsonType = 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array' | 'null';

/** The part of JSON Schema that Nova and Cinder describe their requests with. */
export interface Schema {
  readonly type?: JsonType | readonly JsonType[];
  readonly enum?: readonly Value[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  /** False refuses keys that `properties` does not have; a schema judges their values. */
  readonly additionalProperties?: boolean | Schema;
  readonly maxProperties?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly format?: 'uuid';
  readonly anyOf?: readonly Schema[];
}

interface Problem {
  /** Innermost field or index; undefined at the root. */
  readonly field: string | undefined;
  readonly value: Value;
  readonly message: string;
}

/**
 * Refuses a request body that does not fit, in the words of nova/api/validation/validators.py (Cinder's are the same).
 * Throws a 400 {@link Fault}.
 */
export function checkBody(schema: Schema, body: Value): asserts body is ValueMap {
  const problem = judge(schema, body, undefined);
  if (problem === undefined) return;
  const { field, value, message } = problem;
  if (field === undefined) throw new Fault(400, message);
  throw new Fault(400, `Invalid input for field/attribute ${field}. Value: ${str(value)}. ${message}`);
}

function judge(schema: Schema, value: Value, field: string | undefined): Problem | undefined {
  const refuse = (message: string): Problem => ({ field, value, message });
  if (schema.anyOf) {
    const fits = schema.anyOf.some((option) => judge(option, value, field) === undefined);
    return fits ? undefined : refuse(`${repr(value)} is not valid under any of the given schemas`);
  }
  const types = typeof schema.type === 'string' ? [schema.type] : schema.type;
  if (types && !types.some((type) => hasType(value, type))) {
    return refuse(`${repr(value)} is not of type ${types.map(repr).join(', ')}`);
  }
  if (schema.enum && !schema.enum.includes(value))
    return refuse(`${repr(value)} is not one of ${repr([...schema.enum])}`);
  if (typeof value === 'string') return judgeText(schema, value, refuse);
  if (isNumber(value)) return judgeNumber(schema, Number(value), refuse);
  if (Array.isArray(value)) return judgeList(schema, value, refuse);
  return isMap(value) ? judgeObject(schema, value, refuse) : undefined;
}

type Refuse = (message: string) => Problem;

function judgeText(schema: Schema, value: string, refuse: Refuse): Problem | undefined {
  // Python counts code points.
  const length = Array.from(value).length;
  if (schema.minLength !== undefined && length < schema.minLength) return refuse(`${repr(value)} is too short`);
  if (schema.maxLength !== undefined && length > schema.maxLength) return refuse(`${repr(value)} is too long`);
  if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(value)) {
    return refuse(`${repr(value)} does not match ${repr(schema.pattern)}`);
  }
  if (schema.format === 'uuid' && !isUuid(value)) return refuse(`${repr(value)} is not a 'uuid'`);
  return undefined;
}

function judgeNumber(schema: Schema, value: number, refuse: Refuse): Problem | undefined {
  if (schema.minimum !== undefined && value < schema.minimum) {
    return refuse(`${value} is less than the minimum of ${schema.minimum}`);
  }
  if (schema.maximum !== undefined && value > schema.maximum) {
    return refuse(`${value} is greater than the maximum of ${schema.maximum}`);
  }
  return undefined;
}

function judgeList(schema: Schema, value: readonly Value[], refuse: Refuse): Problem | undefined {
  if (schema.minItems !== undefined && value.length < schema.minItems)
    return refuse(`${repr([...value])} is too short`);
  if (schema.maxItems !== undefined && value.length > schema.maxItems) return refuse(`${repr([...value])} is too long`);
  if (schema.items === undefined) return undefined;
  for (const [i, item] of value.entries()) {
    const problem = judge(schema.items, item, String(i));
    if (problem) return problem;
  }
  return undefined;
}

function judgeObject(schema: Schema, value: ValueMap, refuse: Refuse): Problem | undefined {
  for (const key of schema.required ?? []) {
    if (!Object.hasOwn(value, key)) return refuse(`${repr(key)} is a required property`);
  }
  const known = schema.properties ?? {};
  const extra = Object.keys(value).filter((key) => !Object.hasOwn(known, key));
  if (schema.additionalProperties === false && extra.length > 0) {
    const verb = extra.length === 1 ? 'was' : 'were';
    return refuse(`Additional properties are not allowed (${extra.map(repr).join(', ')} ${verb} unexpected)`);
  }
  if (schema.maxProperties !== undefined && Object.keys(value).length > schema.maxProperties) {
    return refuse(`${repr(value)} has too many properties`);
  }
  for (const [key, item] of Object.entries(value)) {
    const rest = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
    const inner = Object.hasOwn(known, key) ? known[key] : rest;
    const problem = inner && judge(inner, item, key);
    if (problem) return problem;
  }
  return undefined;
}

function hasType(value: Value, type: JsonType): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isMap(value);
    case 'integer':
      return isInteger(value);
    case 'number':
      return isNumber(value);
    case 'string':
    case 'boolean':
      return typeof value === type;
  }
}

/** True for a UUID with or without hyphens, in any case, as oslo.utils' `is_uuid_like` has it. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{32}$/i.test(text.replaceAll('-', ''));
}
