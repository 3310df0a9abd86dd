import { PythonError } from '../../python/errors.ts';
import type { Engine } from '../runtime/engine.ts';
import { DateTime } from '../runtime/instants.ts';
import { Dict, type Item } from '../runtime/items.ts';
import { isNumber, isSequence, typeName } from '../runtime/kinds.ts';
import { reprItem, strItem } from '../runtime/print.ts';
import { formatNumber } from './format-number.ts';
import { align, parseFormatSpec } from './format-spec.ts';
import { strftime } from './strftime.ts';

const MAX_NESTING = 2;

/**
 * Python's `template.format(*args, **named)`: `{}`, `{0[key]}`, `{name!r:>10}`. Of an object's attributes none
 * can be reached. Raises ValueError, IndexError, KeyError, AttributeError or TypeError as Python does.
 */
export function formatText(
  template: string,
  args: readonly Item[],
  named: ReadonlyMap<string, Item>,
  engine: Engine,
): string {
  return new Formatter(args, named, engine).format(template, MAX_NESTING);
}

class Formatter {
  readonly #args: readonly Item[];
  readonly #named: ReadonlyMap<string, Item>;
  readonly #engine: Engine;
  #next = 0;
  #numbering: 'automatic' | 'manual' | undefined;

  constructor(args: readonly Item[], named: ReadonlyMap<string, Item>, engine: Engine) {
    this.#args = args;
    this.#named = named;
    this.#engine = engine;
  }

  format(template: string, nesting: number): string {
    if (nesting === 0) throw valueError('Max string recursion exceeded');
    let out = '';
    for (let at = 0; at < template.length;) {
      this.#engine.step();
      const brace = template.slice(at).search(/[{}]/);
      if (brace < 0) return out + template.slice(at);
      out += template.slice(at, at + brace);
      at += brace;
      const char = template[at]!;
      if (template[at + 1] === char) {
        out += char;
        at += 2;
      } else if (char === '}') {
        throw valueError("Single '}' encountered in format string");
      } else {
        const end = fieldEnd(template, at + 1);
        out += this.#field(template.slice(at + 1, end), nesting);
        at = end + 1;
      }
    }
    return out;
  }

  #field(field: string, nesting: number): string {
    const { name, conversion, spec } = splitField(field);
    const value = this.#value(name);
    const converted = convert(value, conversion);
    const formatted = formatItem(converted, spec.includes('{') ? this.format(spec, nesting - 1) : spec, this.#engine);
    return formatted;
  }

  #value(name: string): Item {
    const first = /^[^.[]*/.exec(name)![0];
    let value = this.#first(first);
    for (let rest = name.slice(first.length); rest !== '';) {
      if (rest.startsWith('.')) {
        const attribute = /^\.([^.[]*)/.exec(rest)![1]!;
        if (attribute === '') throw valueError('Empty attribute in format string');
        throw new PythonError('AttributeError', `'${typeName(value)}' object has no attribute '${attribute}'`);
      }
      const close = rest.indexOf(']');
      if (!rest.startsWith('[')) throw valueError("Only '.' or '[' may follow ']' in format field specifier");
      if (close < 0) throw valueError("Missing ']' in format string");
      if (close === 1) throw valueError('Empty attribute in format string');
      value = item(value, rest.slice(1, close));
      rest = rest.slice(close + 1);
    }
    return value;
  }

  #first(name: string): Item {
    if (name !== '' && !/^\p{Nd}+$/u.test(name)) {
      const value = this.#named.get(name);
      if (value === undefined) throw new PythonError('KeyError', reprItem(name));
      return value;
    }
    const numbering = name === '' ? 'automatic' : 'manual';
    if (this.#numbering !== undefined && this.#numbering !== numbering) {
      const [from, to] =
        numbering === 'manual'
          ? ['automatic field numbering', 'manual field specification']
          : ['manual field specification', 'automatic field numbering'];
      throw valueError(`cannot switch from ${from} to ${to}`);
    }
    this.#numbering = numbering;
    const index = name === '' ? this.#next++ : Number(name);
    const value = this.#args[index];
    if (value === undefined) {
      throw new PythonError('IndexError', `Replacement index ${index} out of range for positional args tuple`);
    }
    return value;
  }
}

function fieldEnd(template: string, start: number): number {
  let depth = 1;
  let inIndex = false;
  for (let at = start; at < template.length; at++) {
    const char = template[at]!;
    if (char === '[') inIndex = true;
    else if (char === ']') inIndex = false;
    if (inIndex) continue;
    if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return at;
  }
  throw valueError(
    start === template.length ? "Single '{' encountered in format string" : "expected '}' before end of string",
  );
}

function splitField(field: string): { name: string; conversion: string; spec: string } {
  let [at, inIndex] = [0, false];
  for (; at < field.length; at++) {
    const char = field[at]!;
    if (char === '[') inIndex = true;
    else if (char === ']') inIndex = false;
    else if (char === '{') throw valueError("unexpected '{' in field name");
    else if ((char === ':' || char === '!') && !inIndex) break;
  }
  const name = field.slice(0, at);
  if (field[at] !== '!') return { name, conversion: '', spec: field.slice(at + 1) };
  const [conversion, next] = [field[at + 1], field[at + 2]];
  if (conversion === undefined) throw valueError("unmatched '{' in format spec");
  if (next !== undefined && next !== ':') throw valueError("expected ':' after conversion specifier");
  return { name, conversion, spec: field.slice(at + 3) };
}

function convert(value: Item, conversion: string): Item {
  if (conversion === '') return value;
  if (conversion === 's') return strItem(value);
  if (conversion === 'r') return reprItem(value);
  if (conversion !== 'a') throw valueError(`Unknown conversion specifier ${conversion}`);
  return reprItem(value).replace(/[^\x20-\x7e]/gu, (char) => {
    const code = char.codePointAt(0)!;
    const hex = code.toString(16);
    if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
    return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
  });
}

function item(value: Item, index: string): Item {
  const key = /^\p{Nd}+$/u.test(index) ? Number(index) : index;
  if (value instanceof Dict) {
    const found = value.table.get(key);
    if (found === undefined) throw new PythonError('KeyError', reprItem(key));
    return found;
  }
  if (isSequence(value) || typeof value === 'string') {
    const name = typeName(value);
    if (typeof key === 'string') {
      const noun = name === 'str' ? 'string indices must be integers' : `${name} indices must be integers or slices`;
      throw new PythonError('TypeError', `${noun}, not ${name === 'str' ? "'str'" : 'str'}`);
    }
    const found = typeof value === 'string' ? Array.from(value)[key] : value.items[key];
    if (found === undefined)
      throw new PythonError('IndexError', `${name === 'str' ? 'string' : name} index out of range`);
    return found;
  }
  throw new PythonError('TypeError', `'${typeName(value)}' object is not subscriptable`);
}

/** Python's `format(value, spec)`. */
function formatItem(value: Item, spec: string, engine: Engine): string {
  if (spec === '') return strItem(value);
  if (value instanceof DateTime) return strftime(value, spec);
  if (typeof value === 'string') return formatString(value, spec, engine);
  if (isNumber(value) || typeof value === 'boolean') return formatNumber(value, spec, engine);
  throw new PythonError('TypeError', `unsupported format string passed to ${typeName(value)}.__format__`);
}

function formatString(value: string, text: string, engine: Engine): string {
  const spec = parseFormatSpec(text, 'str', engine);
  if (spec.type !== '' && spec.type !== 's') {
    throw valueError(`Unknown format code '${spec.type}' for object of type 'str'`);
  }
  if (spec.sign !== '')
    throw valueError(
      spec.sign === ' '
        ? 'Space not allowed in string format specifier'
        : 'Sign not allowed in string format specifier',
    );
  if (spec.alternate) throw valueError('Alternate form (#) not allowed in string format specifier');
  if (spec.grouping !== '') throw valueError(`Cannot specify '${spec.grouping}' with 's'.`);
  if (spec.align === '=') throw valueError("'=' alignment not allowed in string format specifier");
  const shown = spec.precision === undefined ? value : Array.from(value).slice(0, spec.precision).join('');
  return align(shown, { ...spec, align: spec.align === '' ? '<' : spec.align });
}

function valueError(message: string): PythonError {
  return new PythonError('ValueError', message);
}
