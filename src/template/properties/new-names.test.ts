import { describe, expect, it } from 'vitest';
import type { PropertySchema } from '../schema.ts';
import { coerceProperties } from './property.ts';
import { underNewNames } from './new-names.ts';

const schemas: Readonly<Record<string, PropertySchema>> = {
  network: { type: 'string', required: true },
  network_id: { type: 'string', successor: 'network' },
  fixed_ips: {
    type: 'list',
    items: { type: 'map', schema: { subnet: { type: 'string' }, subnet_id: { type: 'string', successor: 'subnet' } } },
  },
  agents: { type: 'list' },
  agent: { type: 'string', successor: 'agents' },
};
const path = ['resources', 'r', 'properties'];
const messages = (values: Parameters<typeof coerceProperties>[1]): string[] =>
  coerceProperties(schemas, values, { path }).problems.map(({ message }) => message);

describe('old names of properties', () => {
  it('are as good as the new ones', () => {
    expect(messages({ network_id: 'n' })).toEqual([]);
    expect(messages({ network_id: null })).toEqual([
      'Property error: resources.r.properties: Property network not assigned',
    ]);
    expect(messages({})).toEqual(['Property error: resources.r.properties: Property network not assigned']);
  });

  it('cannot be used beside the new ones', () => {
    expect(messages({ network: 'n', network_id: 'm' })).toEqual([
      'Property error: resources.r.properties.network: Cannot define the following properties at the same time: network, network_id',
    ]);
    expect(messages({ network: 'n', network_id: '' })).toEqual([]);
    expect(messages({ network: 'n', agent: 'a', agents: ['b'] })).toEqual([]);
    expect(messages({ network: 'n', fixed_ips: [{ subnet: 's', subnet_id: 't' }] })).toHaveLength(1);
  });

  it('give way to them', () => {
    expect(
      underNewNames(schemas, { network_id: 'n', network: null, fixed_ips: [{ subnet_id: 's', subnet: null }] }),
    ).toEqual({
      network: 'n',
      network_id: null,
      fixed_ips: [{ subnet: 's', subnet_id: null }],
    });
    expect(underNewNames(schemas, { network: 'n', network_id: '' })).toEqual({ network: 'n', network_id: null });
  });
});
