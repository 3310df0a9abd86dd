import { isMap, type Value, type ValueMap } from '../../expressions/values.ts';
import type { StackModel } from './stack-model.ts';

/** Shorter ones stand in many a text that has nothing to do with them. */
const SHORTEST = 4;

/** What is shown of a resource's properties: values of the stack's hidden parameters are `******` wherever they stand in a text. */
export function maskHidden(properties: ValueMap, model: StackModel | undefined): ValueMap {
  const hidden = model === undefined ? [] : hiddenTexts(model);
  return hidden.length === 0 ? properties : (masked(properties, hidden) as ValueMap);
}

function hiddenTexts({ parameters }: StackModel): string[] {
  const names = parameters.names().filter((name) => parameters.isHidden(name) && parameters.hasValue(name));
  return names
    .flatMap((name) => textsIn(parameters.get(name)))
    .filter((text) => text.length >= SHORTEST)
    .sort((a, b) => b.length - a.length);
}

function textsIn(value: Value): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isMap(value) ? Object.values(value).flatMap(textsIn) : [];
}

function masked(value: Value, hidden: readonly string[]): Value {
  if (typeof value === 'string') return hidden.reduce((text, secret) => text.replaceAll(secret, '******'), value);
  if (Array.isArray(value)) return value.map((item) => masked(item, hidden));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, masked(item, hidden)]));
}
