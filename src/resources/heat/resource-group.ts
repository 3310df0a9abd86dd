import { equal, isMap, own, type Value, type ValueMap } from '../../expressions/values.ts';
import { mapAt, numberAt, textOf } from '../access.ts';
import type { Batch, NestedContext, NestedDefinition, Properties, Rolling } from '../contract.ts';
import { defineResource } from '../define.ts';
import { attr, int, length, list, listOf, map, mapOf, num, oneOf, range, str } from '../schema.ts';
import { membersAfter, sizeNow, type Wanted } from './group-batch.ts';
import { groupData, memberNames, removedBefore, removedNames, sizeOf } from './group-names.ts';
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

function define(
  context: NestedContext,
  properties: Properties,
  batch?: Batch,
): { nested: NestedDefinition; data: ValueMap } {
  // What is to go for good is decided once: later a policy may mean a member that the first batch has taken out.
  const removed = batch?.isFirst === false ? removedBefore(context) : removedNames(context, properties);
  const definition = mapAt(properties, 'resource_def');
  const variable = textOf(properties, 'index_var') ?? '%index%';
  const wanted: Wanted = {
    size: sizeOf(properties, 'count', 1),
    removed,
    define: (name) => memberDefinition(definition, name, variable),
  };
  const members =
    batch === undefined || batch.isLast
      ? memberNames(wanted.size, removed).map((name): [string, ValueMap] => [name, wanted.define(name)])
      : membersAfter(batch, context, wanted);
  const names = members.map(([name]) => name);
  const template: ValueMap = {
    heat_template_version: '2015-04-30',
    resources: Object.fromEntries(members),
    outputs: groupOutputs(names, context.wanted, removed),
  };
  return { nested: { template }, data: groupData(removed) };
}

/** A new group follows `batch_create`; one whose members get another definition `rolling_update`. Any other change is made at once. */
function rolling(
  context: NestedContext,
  properties: Properties,
  policy: ValueMap,
  before: Properties | undefined,
): Rolling | undefined {
  const target = sizeOf(properties, 'count', 1);
  const chosen = own(policy, before === undefined ? 'batch_create' : 'rolling_update');
  const isMeant =
    before === undefined
      ? target > 0
      : !equal(own(before, 'resource_def') ?? null, own(properties, 'resource_def') ?? null);
  if (!isMap(chosen) || !isMeant) return undefined;
  return {
    target,
    current: sizeNow(context, removedNames(context, properties)),
    batchSize: numberAt(chosen, 'max_batch_size', 1),
    minInService: numberAt(chosen, 'min_in_service', 0),
    pauseSeconds: numberAt(chosen, 'pause_time', 0),
  };
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
  nested: { alike: true, define, rolling, attribute: groupAttribute },
});
