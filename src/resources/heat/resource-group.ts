import { isMap, own, type Value, type ValueMap } from '../../expressions/values.ts';
import { mapAt, textOf } from '../access.ts';
import type { NestedContext, NestedDefinition, Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { attr, int, length, list, listOf, map, mapOf, num, oneOf, range, str } from '../schema.ts';
import { groupData, memberNames, removedNames, sizeOf } from './group-names.ts';
import { groupAttribute, groupOutputs } from './group-outputs.ts';

/** The definition with the member's name wherever a text in its properties has the index variable. */
function memberDefinition(definition: ValueMap, name: string, variable: string): ValueMap {
  const properties = Object.entries(mapAt(definition, 'properties')).filter(([, value]) => value !== null);
  const metadata = own(definition, 'metadata') ?? null;
  return {
    type: own(definition, 'type') ?? null,
    properties: replaceIn(Object.fromEntries(properties), variable, name),
    ...(metadata === null ? {} : { metadata }),
  };
}

function replaceIn(value: Value, variable: string, name: string): Value {
  if (typeof value === 'string') return value.replaceAll(variable, () => name);
  if (Array.isArray(value)) return value.map((item) => replaceIn(item, variable, name));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaceIn(item, variable, name)]));
}

function define(context: NestedContext, properties: Properties): { nested: NestedDefinition; data: ValueMap } {
  const removed = removedNames(context, properties);
  const names = memberNames(sizeOf(properties, 'count', 1), removed);
  const definition = mapAt(properties, 'resource_def');
  const variable = textOf(properties, 'index_var') ?? '%index%';
  const template: ValueMap = {
    heat_template_version: '2015-04-30',
    resources: Object.fromEntries(names.map((name) => [name, memberDefinition(definition, name, variable)])),
    outputs: groupOutputs(names, context.wanted, removed),
  };
  return { nested: { template }, data: groupData(removed) };
}

const pause = num({ default: 0, constraints: [range({ min: 0 })] });
const batch = int({ default: 1, constraints: [range({ min: 1 })] });

export default defineResource({
  type: 'OS::Heat::ResourceGroup',
  description: 'A number of resources that are alike.',
  since: '2014.1',
  properties: {
    count: int({ update: true, default: 1, constraints: [range({ min: 0 })] }),
    index_var: str({ default: '%index%', constraints: [length({ min: 3 })] }),
    resource_def: mapOf(
      { type: str({ required: true }), properties: map(), metadata: map() },
      { required: true, update: true },
    ),
    removal_policies: listOf(mapOf({ resource_list: list({ default: [] }) }), { update: true, default: [] }),
    removal_policies_mode: str({ update: true, default: 'append', constraints: [oneOf('append', 'update')] }),
  },
  attributes: {
    refs: attr('list'),
    refs_map: attr('map'),
    attributes: attr('map'),
    removed_rsrc_list: attr('list'),
  },
  updatePolicy: {
    rolling_update: mapOf({
      min_in_service: int({ default: 0, constraints: [range({ min: 0 })] }),
      max_batch_size: batch,
      pause_time: pause,
    }),
    batch_create: mapOf({ max_batch_size: batch, pause_time: pause }),
  },
  nested: { define, attribute: groupAttribute },
});
