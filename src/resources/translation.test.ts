import { describe, expect, it } from 'vitest';
import type { Finder } from './contract.ts';
import { formerly, list, listOf, mapOf, ref, refs, str } from './schema.ts';
import { translationOf } from './translation.ts';

const finder: Finder = { id: async (kind, value) => `${kind}=${value}` };

describe('translationOf', () => {
  it('is nothing where the schemas call for nothing', () => {
    expect(translationOf({ name: str(), items: list() })).toBeUndefined();
  });

  it('turns names into ids, at any depth', async () => {
    const translate = translationOf({
      network: ref('neutron.network'),
      groups: refs('neutron.security_group'),
      fixed_ips: listOf(mapOf({ subnet: ref('neutron.subnet'), ip_address: str() })),
    })!;
    const properties = {
      network: 'net',
      groups: ['a', 'b'],
      fixed_ips: [{ subnet: 's', ip_address: '10.0.0.1' }],
      other: 1,
    };
    expect(await translate(properties, finder)).toEqual({
      network: 'neutron.network=net',
      groups: ['neutron.security_group=a', 'neutron.security_group=b'],
      fixed_ips: [{ subnet: 'neutron.subnet=s', ip_address: '10.0.0.1' }],
      other: 1,
    });
  });

  it('leaves null and empty values alone', async () => {
    const translate = translationOf({ network: ref('neutron.network'), port: ref('neutron.port') })!;
    expect(await translate({ network: null, port: '' }, finder)).toEqual({ network: null, port: '' });
  });

  it('moves old names to new ones, which win where both are given', async () => {
    const translate = translationOf({
      network_id: formerly('network', ref('neutron.network')),
      network: ref('neutron.network'),
    })!;
    expect(await translate({ network_id: 'old', network: null }, finder)).toEqual({ network: 'neutron.network=old' });
    expect(await translate({ network_id: 'old', network: 'new' }, finder)).toEqual({ network: 'neutron.network=new' });
  });
});
