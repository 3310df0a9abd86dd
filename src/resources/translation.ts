/** Brings properties into the form that verbs work with: old names moved to new ones, names of objects turned into ids. */
import { isMap, own, type Value, type ValueMap } from '../expressions/values.ts';
import type { Finder, Properties, ResourceType } from './contract.ts';
import type { Property } from './schema.ts';

type Schemas = Readonly<Record<string, Property>>;

/** The `translate` verb that the schemas' marks call for; undefined where they have none. */
export function translationOf(schemas: Schemas): ResourceType['translate'] {
  if (!Object.values(schemas).some(isMarked)) return undefined;
  return async (properties, finder) => translateMap(schemas, properties, finder);
}

function isMarked(schema: Property): boolean {
  return (
    schema.find !== undefined ||
    schema.successor !== undefined ||
    (schema.items !== undefined && isMarked(schema.items)) ||
    Object.values(schema.schema ?? {}).some(isMarked)
  );
}

async function translateMap(schemas: Schemas, values: ValueMap, finder: Finder): Promise<Properties> {
  const moved = moveOldNames(schemas, values);
  const entries = Object.entries(moved).map(async ([key, value]): Promise<[string, Value]> => {
    const schema = Object.hasOwn(schemas, key) ? schemas[key] : undefined;
    return [key, schema === undefined || !isMarked(schema) ? value : await translateValue(schema, value, finder)];
  });
  return Object.fromEntries(await Promise.all(entries));
}

async function translateValue(schema: Property, value: Value, finder: Finder): Promise<Value> {
  if (schema.find !== undefined) {
    if (typeof value === 'string' && value !== '') return finder.id(schema.find, value);
    if (!Array.isArray(value)) return value;
    const kind = schema.find;
    return Promise.all(
      value.map(async (item) => (typeof item === 'string' && item !== '' ? finder.id(kind, item) : item)),
    );
  }
  if (Array.isArray(value) && schema.items !== undefined) {
    const items = schema.items;
    return Promise.all(value.map((item) => translateValue(items, item, finder)));
  }
  return isMap(value) && schema.schema !== undefined ? translateMap(schema.schema, value, finder) : value;
}

/** An old name's value goes to its successor; a list's items are added to the successor's. */
function moveOldNames(schemas: Schemas, values: ValueMap): ValueMap {
  const result = { ...values };
  for (const [name, schema] of Object.entries(schemas)) {
    if (schema.successor === undefined) continue;
    const value = own(result, name) ?? null;
    delete result[name];
    if (value !== null && (own(result, schema.successor) ?? null) === null) result[schema.successor] = value;
  }
  return result;
}
