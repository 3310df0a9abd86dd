import { dumps } from '../../expressions/python/json.ts';
import { compareText, str } from '../../expressions/python/text.ts';
import { isMap, type Value, type ValueMap } from '../../expressions/values.ts';
import { typeError, valueError } from '../resolve-error.ts';
import { isData, keyError, shouldBe } from './arguments.ts';
import { boundItems, boundText } from './bounds.ts';
import type { CallContext, TemplateFunction } from './contract.ts';

interface Rules {
  /** Maps and lists are written as JSON; else only scalars are taken. */
  readonly json: boolean;
  /** Every key must be found in the template. */
  readonly strict: boolean;
  /** No value may be null or empty. */
  readonly filled: boolean;
}

/** The two arguments, as written. */
type Split = (args: Value, call: CallContext) => { mapping: Value; template: Value };

const fromMap: Split = (args, call) => {
  if (!isData(args, call)) throw typeError(`Arguments to "${call.name}" must be a map`);
  if (args['params'] === undefined || args['template'] === undefined) {
    const indent = ' '.repeat(14);
    const example = `${call.name}:\n${indent}template: This is var1 template var2\n${indent}params:\n${indent}  var1: a\n${indent}  var2: string`;
    throw keyError(`"${call.name}" syntax should be ${example}`);
  }
  return { mapping: args['params'], template: args['template'] };
};

const fromList: Split = (args, call) => {
  const wrong = shouldBe(call.name, `{"${call.name}": [ {"$var1": "foo", "%var2%": "bar"}, "$var1 is %var2%"]}`);
  if (!Array.isArray(args)) throw typeError(wrong);
  const [mapping, template] = args;
  if (args.length !== 2 || mapping === undefined || template === undefined) throw valueError(wrong);
  return { mapping, template };
};

function check(args: Value, call: CallContext, split: Split): void {
  if (!isMap(split(args, call).mapping)) throw typeError(`"${call.name}" parameters must be a mapping`);
}

function textOf(value: Value, key: string, rules: Rules, name: string): string {
  const empty =
    value === null ||
    (typeof value === 'object' && (Array.isArray(value) || isMap(value)) && Object.keys(value).length === 0);
  if (rules.filled && (empty || value === '')) {
    throw valueError(`${name} has an undefined or empty value for param ${key}, must be a defined non-empty value`);
  }
  if (value === null) return '';
  if (!Array.isArray(value) && !isMap(value)) return str(value);
  if (!rules.json) throw typeError(`"${name}" params must be strings or numbers, param ${key} is not valid`);
  return dumps(value, { sortKeys: true });
}

function replace(template: string, mapping: ValueMap, rules: Rules, name: string): string {
  // Longest key first, then by code point; what was put in is not looked at again.
  const keys = Object.keys(mapping).sort((a, b) => Array.from(b).length - Array.from(a).length || compareText(a, b));
  const missing: string[] = [];
  let open: (string | { readonly value: string })[] = [template];
  for (const key of keys) {
    const value = textOf(mapping[key]!, key, rules, name);
    if (key === '') throw valueError('empty separator');
    let found = false;
    open = open.flatMap((piece) => {
      if (typeof piece !== 'string' || !piece.includes(key)) return [piece];
      found = true;
      return piece.split(key).flatMap((part, i) => (i === 0 ? [part] : [{ value }, part]));
    });
    boundItems(open.length, name);
    if (!found) missing.push(key);
  }
  if (rules.strict && missing.length > 0) {
    throw valueError(`The following params were not found in the template: ${missing.join(',')}`);
  }
  const pieces = open.map((piece) => (typeof piece === 'string' ? piece : piece.value));
  boundText(
    pieces.reduce((sum, piece) => sum + piece.length, 0),
    name,
  );
  return pieces.join('');
}

function replacing(description: string, split: Split, rules: Rules): TemplateFunction {
  return {
    description,
    check: (args, call) => check(args, call, split),
    result: (args, call) => {
      const raw = split(args, call);
      const template = call.resolve(raw.template);
      const mapping = call.resolve(raw.mapping);
      if (typeof template !== 'string') throw typeError(`"${call.name}" template must be a string`);
      if (!isMap(mapping)) throw typeError(`"${call.name}" params must be a map`);
      return replace(template, mapping, rules, call.name);
    },
  };
}

const description = 'A function for performing string substitutions.';

/** `str_replace` before 2015-10-15: scalars only. */
export const strReplaceScalars = replacing(description, fromMap, { json: false, strict: false, filled: false });
/** `str_replace: {template, params}`. */
export const strReplace = replacing(description, fromMap, { json: true, strict: false, filled: false });
/** `str_replace_strict`: an error when a key is not found. */
export const strReplaceStrict = replacing(description, fromMap, { json: true, strict: true, filled: false });
/** `str_replace_vstrict`: an error also when a value is null or empty. */
export const strReplaceVstrict = replacing(description, fromMap, { json: true, strict: true, filled: true });
/** `Fn::Replace: [params, template]`. */
export const fnReplace = replacing(description, fromList, { json: false, strict: false, filled: false });
