import { own, type Value } from '../../expressions/values.ts';
import { coerceProperty, type PropertySchema } from '../../template/index.ts';
import { textOf } from '../access.ts';
import type { Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { any, attr, oneOf, str } from '../schema.ts';

const TYPES: Readonly<Record<string, PropertySchema['type']>> = {
  string: 'string',
  number: 'number',
  comma_delimited_list: 'list',
  json: 'map',
  boolean: 'boolean',
};

/** The value as its declared type has it, and what is wrong with it. */
function typed(properties: Properties, name: string): { value: Value; problems: string[] } {
  const value = own(properties, 'value') ?? null;
  const type = TYPES[textOf(properties, 'type') ?? ''];
  if (type === undefined) return { value, problems: [] };
  const path = ['resources', name, 'properties', 'value'];
  const result = coerceProperty({ type }, value, { path });
  return { value: result.value, problems: result.problems.map((problem) => problem.message) };
}

export default defineResource({
  type: 'OS::Heat::Value',
  description: 'Gives a computed value a name.',
  since: '7.0.0',
  properties: {
    value: any({ required: true, update: true }),
    type: str({ update: true, constraints: [oneOf(...Object.keys(TYPES))] }),
  },
  attributes: { value: attr(undefined, (_live, context) => own(context.data, 'value') ?? null) },
  validate: (properties, known, name) => (known('value') && known('type') ? typed(properties, name).problems : []),
  create: async (context, properties) => ({
    id: context.physicalName,
    data: { value: typed(properties, context.name).value },
  }),
  update: (context, { after }) => context.save({ data: { value: typed(after, context.name).value } }),
});
