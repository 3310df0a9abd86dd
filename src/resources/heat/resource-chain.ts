import { own, type ValueMap } from '../../expressions/values.ts';
import { textsAt } from '../access.ts';
import type { NestedContext, NestedDefinition, Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { attr, bool, list, map } from '../schema.ts';
import { groupAttribute, groupOutputs } from './group-outputs.ts';

function define(context: NestedContext, properties: Properties): { nested: NestedDefinition } {
  const types = textsAt(properties, 'resources');
  const shared = own(properties, 'resource_properties') ?? null;
  const concurrent = own(properties, 'concurrent') === true;
  const resources = types.map((type, i): [string, ValueMap] => [
    String(i),
    {
      type,
      ...(shared === null ? {} : { properties: shared }),
      ...(concurrent || i === 0 ? {} : { depends_on: [String(i - 1)] }),
    },
  ]);
  const names = resources.map(([name]) => name);
  const template: ValueMap = {
    heat_template_version: '2015-04-30',
    resources: Object.fromEntries(resources),
    outputs: groupOutputs(names, context.wanted, []),
  };
  return { nested: { template } };
}

export default defineResource({
  type: 'OS::Heat::ResourceChain',
  description: 'Resources of several types with the same properties, one after the other or all at once.',
  since: '6.0.0',
  properties: {
    resources: list({ required: true, update: true }),
    concurrent: bool({ default: false }),
    resource_properties: map(),
  },
  attributes: { refs: attr('list'), attributes: attr('map') },
  nested: { define, attribute: groupAttribute },
});
