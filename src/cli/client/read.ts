import { isMap, own, type Value, type ValueMap } from '../../expressions/values.ts';

/** The map at a key of an answer; empty where there is none. */
export function mapAt(value: Value, key: string): ValueMap {
  const found = isMap(value) ? own(value, key) : undefined;
  return isMap(found) ? found : {};
}

/** The maps in the list at a key of an answer. */
export function listAt(value: Value, key: string): ValueMap[] {
  const found = isMap(value) ? own(value, key) : undefined;
  return Array.isArray(found) ? found.filter(isMap) : [];
}

/** The text at a key; empty where there is none. */
export function textAt(value: ValueMap, key: string): string {
  const found = own(value, key);
  return typeof found === 'string' ? found : '';
}
