import { defineResource } from '../define.ts';
import stack from '../heat/stack.ts';
import { attr, hidden } from '../schema.ts';
import { STATE } from '../state-attribute.ts';

/** Which properties a member takes: those of OS::Heat::Stack. */
const properties = Object.fromEntries(Object.entries(stack.properties).map(([name, schema]) => [name, hidden(schema)]));
const { show: _, ...attributes } = stack.attributes;

/** A stack of a set: as OS::Heat::Stack, but that it fails alone. */
export default defineResource({
  ...stack,
  type: 'Isotherm::StackSet::Member',
  description: 'A stack of a stack set.',
  support: { status: 'HIDDEN' },
  properties,
  attributes: { ...attributes, [STATE]: attr('map', () => null) },
  failsAlone: true,
});
