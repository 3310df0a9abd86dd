/**
 * Compares the schemas of our resource types with those a real Heat answered. ISOTHERM_HEAT_SCHEMAS names the file: a JSON map
 * from type to the body of `GET /resource_types/{type}`.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseJson, writeJson } from '../../src/expressions/json.ts';
import { isMap, type Value, type ValueMap } from '../../src/expressions/values.ts';
import { ResourceTypes } from '../../src/resources/catalog.ts';
import { resourceTypes } from '../../src/resources/index.ts';
import { resourceTypeView } from '../../src/resources/schema-view.ts';

/** Types whose schema differs, and why it should. */
const DIFFERENT: ReadonlyMap<string, string> = new Map([]);

const file = process.env['ISOTHERM_HEAT_SCHEMAS'];

/** Texts are our own, and so is what they say about a status. */
function comparable(value: Value, key = ''): Value {
  if (Array.isArray(value)) return value.map((item) => comparable(item));
  if (!isMap(value)) return value;
  const dropped = key === 'support_status' ? ['message', 'version', 'previous_status'] : ['description'];
  const isName = key === 'properties' || key === 'attributes' || key === 'schema';
  const entries = Object.entries(value).filter(([name, item]) => isName || !(dropped.includes(name) && !isMap(item)));
  return Object.fromEntries(
    entries
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, item]) => [name, comparable(item, isName ? '' : name)]),
  );
}

describe.skipIf(file === undefined)('resource type schemas', () => {
  const theirs = file === undefined ? {} : (parseJson(readFileSync(file, 'utf8')) as ValueMap);
  const types = new ResourceTypes(resourceTypes);
  const common = types.list().filter((type) => Object.hasOwn(theirs, type.type));

  it.each(common.map((type) => [type.type, type] as const))('%s', (name, type) => {
    const ours = comparable(parseJson(writeJson(resourceTypeView(type))));
    const wanted = comparable(theirs[name]!);
    if (DIFFERENT.has(name)) expect(ours).not.toEqual(wanted);
    else expect(ours).toEqual(wanted);
  });

  it('covers what we have', () => {
    const equal = common.length - DIFFERENT.size;
    process.stdout.write(
      `resource type schemas: ${equal} of ${Object.keys(theirs).length} types of Heat are here and equal\n`,
    );
    expect(equal).toBeGreaterThan(0);
  });
});

it.skipIf(file !== undefined)('resource type schemas are not compared: ISOTHERM_HEAT_SCHEMAS is not set', () => {
  expect(file).toBeUndefined();
});
