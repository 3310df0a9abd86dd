/** The types that the cases use, as `resource type show` tells them. */
import type { PropertySchema, TypeInfo } from '../../../src/template/index.ts';

const number = (fallback?: number): PropertySchema => ({
  type: 'number',
  ...(fallback === undefined ? {} : { default: fallback }),
});
const text = (fallback?: string): PropertySchema => ({
  type: 'string',
  ...(fallback === undefined ? {} : { default: fallback }),
});
const least: PropertySchema = { type: 'integer', default: 1, constraints: [{ range: { min: 1, max: 512 } }] };
const classes = ['lettersdigits', 'letters', 'lowercase', 'uppercase', 'digits', 'hexdigits', 'octdigits'];

export const TYPES: ReadonlyMap<string, TypeInfo> = new Map<string, TypeInfo>([
  [
    'OS::Heat::None',
    { properties: {}, attributes: {}, anyProperty: true, anyAttribute: true, updatePolicy: {}, canSnapshot: false },
  ],
  [
    'OS::Heat::Value',
    {
      properties: {
        type: {
          type: 'string',
          constraints: [{ allowed_values: ['string', 'number', 'comma_delimited_list', 'json', 'boolean'] }],
        },
        value: { type: 'any', required: true },
      },
      attributes: { value: {} },
      updatePolicy: {},
      canSnapshot: false,
    },
  ],
  [
    'OS::Heat::RandomString',
    {
      properties: {
        length: { type: 'integer', default: 32, constraints: [{ range: { min: 1, max: 512 } }] },
        character_classes: {
          type: 'list',
          default: [{ class: 'lettersdigits', min: 1 }],
          items: {
            type: 'map',
            schema: {
              class: { type: 'string', default: 'lettersdigits', constraints: [{ allowed_values: classes }] },
              min: least,
            },
          },
        },
        character_sequences: {
          type: 'list',
          items: { type: 'map', schema: { sequence: { type: 'string', required: true }, min: least } },
        },
        salt: text(),
        sequence: text(),
      },
      attributes: { value: {} },
      updatePolicy: {},
      canSnapshot: false,
    },
  ],
  [
    'OS::Heat::TestResource',
    {
      properties: {
        value: text('test_string'),
        fail: { type: 'boolean', default: false },
        update_replace: { type: 'boolean', default: false },
        update_replace_value: text(),
        wait_secs: number(0),
        action_wait_secs: { type: 'map', schema: { create: number(), update: number(), delete: number() } },
        attr_wait_secs: number(0),
        constraint_prop_secs: { ...number(0), constraints: [{ custom_constraint: 'test_constr' }] },
        client_name: text(''),
        entity_name: text(''),
      },
      attributes: { output: {} },
      updatePolicy: {},
      canSnapshot: false,
    },
  ],
]);
