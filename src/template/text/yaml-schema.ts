import { Schema, Type, YAMLException } from 'js-yaml';
import { Float, float, integer } from '../../expressions/values.ts';

/** A whole float as a map's key prints as Python's JSON prints it: js-yaml takes the text of objects that name their own tag. */
export class FloatKey extends Float {
  get [Symbol.toStringTag](): string {
    return 'Float';
  }
  override toString(): string {
    return Number.isFinite(this.value)
      ? `${this.value}.0`
      : Number.isNaN(this.value)
        ? 'NaN'
        : this.value > 0
          ? 'Infinity'
          : '-Infinity';
  }
}

const TRUE = /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const FALSE = /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/;
const INTEGER =
  /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** Base-60 digits, most significant first. */
function sexagesimal(text: string): number {
  return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** Of a decimal integer; Python reads no longer ones, for they take too long. */
const MOST_DIGITS = 4_300;

function toInteger(text: string): number | bigint {
  if (text.length < 15 && /^(?:0|[1-9][0-9]*)$/.test(text)) return Number(text);
  const digits = text.replaceAll('_', '').replace(/^[-+]/, '');
  const sign = text.startsWith('-') ? -1n : 1n;
  if (digits.includes(':')) return integer(sign * BigInt(sexagesimal(digits)));
  const octal = digits.length > 1 && /^0[0-7]*$/.test(digits);
  if (digits.length > MOST_DIGITS && !octal && !/^0[bx]/.test(digits)) {
    throw new YAMLException(
      `Exceeds the limit (${MOST_DIGITS} digits) for integer string conversion: value has ${digits.length} digits`,
    );
  }
  return integer(sign * BigInt(octal ? `0o${digits.slice(1)}` : digits));
}

function toFloat(text: string): number | Float {
  const digits = text.replaceAll('_', '').replace(/^[-+]/, '').toLowerCase();
  const sign = text.startsWith('-') ? -1 : 1;
  const size =
    digits === '.inf'
      ? Infinity
      : digits === '.nan'
        ? NaN
        : digits.includes(':')
          ? sexagesimal(digits)
          : Number(digits);
  const value = float(sign * size);
  return value instanceof Float ? new FloatKey(value.value) : value;
}

/** The text of a scalar, or '' for what js-yaml passes when there is none. */
const text = (data: unknown): string => (typeof data === 'string' ? data : '');

const types = [
  new Type('tag:yaml.org,2002:null', {
    kind: 'scalar',
    resolve: (data: unknown) => data === null || /^(?:~|null|Null|NULL|)$/.test(text(data)),
    construct: () => null,
  }),
  new Type('tag:yaml.org,2002:bool', {
    kind: 'scalar',
    resolve: (data: unknown) => TRUE.test(text(data)) || FALSE.test(text(data)),
    construct: (data: string) => TRUE.test(data),
  }),
  new Type('tag:yaml.org,2002:int', {
    kind: 'scalar',
    resolve: (data: unknown) => INTEGER.test(text(data)) && !/^[-+]?0[bx]_*$/.test(text(data)),
    construct: toInteger,
  }),
  new Type('tag:yaml.org,2002:float', {
    kind: 'scalar',
    resolve: (data: unknown) => FLOAT.test(text(data)),
    construct: toFloat,
  }),
  new Type('tag:yaml.org,2002:merge', { kind: 'scalar', resolve: (data: unknown) => data === '<<' || data === null }),
];

/**
 * YAML 1.1 as PyYAML's safe loader reads it (its resolver.py and constructor.py), but for timestamps, which Heat keeps as text
 * (heat/common/template_format.py).
 */
export const PYYAML_SCHEMA = new Schema({
  implicit: types,
  explicit: [
    new Type('tag:yaml.org,2002:str', { kind: 'scalar', construct: (data: unknown) => text(data) }),
    new Type('tag:yaml.org,2002:timestamp', { kind: 'scalar', construct: (data: unknown) => text(data) }),
    new Type('tag:yaml.org,2002:seq', { kind: 'sequence', construct: (data: unknown) => data ?? [] }),
    new Type('tag:yaml.org,2002:map', { kind: 'mapping', construct: (data: unknown) => data ?? {} }),
  ],
});
