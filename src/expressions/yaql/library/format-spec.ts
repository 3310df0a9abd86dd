import { PythonError } from '../../python/errors.ts';
import type { Engine } from '../runtime/engine.ts';
import { checkBits } from '../runtime/arithmetic.ts';

/** A parsed `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`. */
export interface FormatSpec {
  readonly fill: string;
  readonly align: '' | '<' | '>' | '=' | '^';
  readonly sign: '' | '+' | '-' | ' ';
  readonly alternate: boolean;
  readonly noNegativeZero: boolean;
  readonly width: number;
  readonly grouping: '' | ',' | '_';
  readonly precision: number | undefined;
  readonly type: string;
}

const SPEC =
  /^(?:(?<fill>.)(?=[<>=^]))?(?<align>[<>=^])?(?<sign>[+\- ])?(?<z>z)?(?<alternate>#)?(?<zero>0)?(?<width>\d+)?(?<grouping>,(?!_)|_(?!,))?(?<dot>\.(?<precision>\d+)?)?(?<type>.)?$/su;

/** Parses Python's format mini-language for a value of the class. Raises ValueError. */
export function parseFormatSpec(text: string, className: string, engine: Engine): FormatSpec {
  const found = SPEC.exec(text)?.groups;
  if (found === undefined) {
    if (/,_|_,/.test(text)) throw new PythonError('ValueError', "Cannot specify both ',' and '_'.");
    throw new PythonError('ValueError', `Invalid format specifier '${text}' for object of type '${className}'`);
  }
  if (found['dot'] !== undefined && found['precision'] === undefined) {
    throw new PythonError('ValueError', 'Format specifier missing precision');
  }
  checkGrouping(found['grouping'], found['type'] ?? '');
  const zero = found['zero'] !== undefined && found['align'] === undefined;
  return {
    fill: found['fill'] ?? (found['zero'] === undefined ? ' ' : '0'),
    align: (found['align'] ?? (zero ? (className === 'str' ? '' : '=') : '')) as FormatSpec['align'],
    sign: (found['sign'] ?? '') as FormatSpec['sign'],
    alternate: found['alternate'] !== undefined,
    noNegativeZero: found['z'] !== undefined,
    width: size(found['width'], engine) ?? 0,
    grouping: (found['grouping'] ?? '') as FormatSpec['grouping'],
    precision: size(found['precision'], engine),
    type: found['type'] ?? '',
  };
}

function checkGrouping(grouping: string | undefined, type: string): void {
  if (grouping === undefined || type === '' || 'defgEG%F'.includes(type)) return;
  if (grouping === '_' && 'boxX'.includes(type)) return;
  throw new PythonError('ValueError', `Cannot specify '${grouping}' with '${type}'.`);
}

function size(digits: string | undefined, engine: Engine): number | undefined {
  if (digits === undefined) return undefined;
  const value = Number(digits);
  if (value > Number.MAX_SAFE_INTEGER) throw new PythonError('ValueError', 'Too many decimal digits in format string');
  checkBits(value * 8, engine);
  return value;
}

/** Pads to the width. `=` puts the padding behind the sign, which the caller has to split off. */
export function align(shown: string, spec: FormatSpec, sign = ''): string {
  const missing = spec.width - Array.from(sign + shown).length;
  if (missing <= 0) return sign + shown;
  const pad = (count: number): string => spec.fill.repeat(count);
  if (spec.align === '<') return sign + shown + pad(missing);
  if (spec.align === '^') return pad(Math.floor(missing / 2)) + sign + shown + pad(Math.ceil(missing / 2));
  return spec.align === '=' ? sign + pad(missing) + shown : pad(missing) + sign + shown;
}
