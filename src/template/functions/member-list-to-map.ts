import { setOwn, type Value, type ValueMap } from '../../expressions/values.ts';
import { typeError } from '../resolve-error.ts';
import type { CallContext, TemplateFunction } from './contract.ts';

const MEMBER = /^\.member\.([0-9]+)\.([^=]*)=(.*)$/s;

function check(args: Value, call: CallContext): void {
  if (!Array.isArray(args) || args.length !== 3) {
    const indent = ' '.repeat(12);
    const example = `\n${indent}{'${call.name}': ['Name', 'Value',\n${' '.repeat(37)}['.member.0.Name=key',\n${' '.repeat(38)}'.member.0.Value=door']]}\n${indent}`;
    throw typeError(`Wrong Arguments try: "${example}"`);
  }
  if (typeof args[0] !== 'string') throw typeError(`${call.name} Key Name must be a string`);
  if (typeof args[1] !== 'string') throw typeError(`${call.name} Value Name must be a string`);
}

function result(args: Value, call: CallContext): Value {
  const [keyName, valueName, rawList] = args as [string, string, Value];
  const list = call.resolve(rawList);
  if (!Array.isArray(list)) throw typeError('Member list must be a list');
  const members = new Map<number, Map<string, string>>();
  for (const item of list) {
    if (typeof item !== 'string') throw typeError('Member list items must be strings');
    const [, index, name, value] = MEMBER.exec(item) ?? [];
    if (index === undefined || name === undefined || value === undefined) continue;
    const member = members.get(Number(index)) ?? new Map<string, string>();
    members.set(Number(index), member.set(name, value));
  }
  const map: ValueMap = {};
  for (const [, member] of [...members].sort(([a], [b]) => a - b)) {
    const key = member.get(keyName);
    const value = member.get(valueName);
    if (key !== undefined && value !== undefined) setOwn(map, key, value);
  }
  return map;
}

/** `Fn::MemberListToMap: [keyName, valueName, ['.member.0.Name=key', '.member.0.Value=door']]`. */
export const memberListToMap: TemplateFunction = {
  description: 'A function to convert lists with enumerated keys and values to mapping.',
  check,
  result,
};
