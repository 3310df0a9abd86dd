import { describe, expect, it } from 'vitest';
import { isMap, own, type Value, type ValueMap } from '../../expressions/values.ts';
import type { Described, ResourceType } from '../contract.ts';
import server from '../nova/server/server.ts';
import floatingIp from './floating-ip.ts';
import association from './floating-ip-association.ts';
import port from './port.ts';
import router from './router.ts';

function described(name: string, type: string, properties: ValueMap): Described {
  return {
    name,
    type,
    property: (path) => {
      let value: Value | undefined = properties;
      for (const key of typeof path === 'string' ? [path] : path) {
        if (Array.isArray(value)) value = value[Number(key)];
        else value = isMap(value) ? own(value, String(key)) : undefined;
      }
      return value;
    },
  };
}

const to = (name: string): ValueMap => ({ get_resource: name });
const subnet = described('subnet', 'OS::Neutron::Subnet', { network: to('net') });
const other = described('other', 'OS::Neutron::Subnet', { network: to('net2') });
const link = described('link', 'OS::Neutron::RouterInterface', { router: to('router'), subnet: to('subnet') });
const link2 = described('link2', 'OS::Neutron::RouterInterface', { router: to('router'), subnet_id: to('other') });
const gateway = described('router', 'OS::Neutron::Router', { external_gateway_info: { network: 'public' } });
const fixed = described('fixed', 'OS::Neutron::Port', { network: to('net'), fixed_ips: [{ subnet: to('subnet') }] });
const loose = described('loose', 'OS::Neutron::Port', { network: to('net') });
const others = [subnet, other, link, link2, gateway, fixed, loose];

const after = (type: ResourceType, properties: ValueMap): string[] =>
  type.implicitDependencies!(described('self', type.type, properties), others);

describe('hidden dependencies', () => {
  it('puts a port after the subnets of its network', () => {
    expect(after(port, { network: to('net') })).toEqual(['subnet']);
    expect(after(port, { network_id: to('net2') })).toEqual(['other']);
    expect(after(port, { network: 'elsewhere' })).toEqual([]);
  });

  it('puts a server after the subnets of its networks, and after all where one is not known', () => {
    expect(after(server, { networks: [{ network: to('net') }] })).toEqual(['subnet']);
    expect(after(server, { networks: [{ uuid: to('net2') }] })).toEqual(['other']);
    expect(after(server, { networks: [{ port: to('fixed') }] })).toEqual(['subnet', 'other']);
    expect(after(server, {})).toEqual([]);
  });

  it('puts a router after the subnets of its external network', () => {
    expect(after(router, { external_gateway_info: { network: to('net') } })).toEqual(['subnet']);
    expect(after(router, {})).toEqual([]);
  });

  it('puts a floating IP after the router to its network and the interface of its port', () => {
    expect(after(floatingIp, { floating_network: 'public', port_id: to('fixed') })).toEqual(['router', 'link']);
    expect(after(floatingIp, { floating_network: 'public', port_id: to('loose') })).toEqual(['router', 'link']);
    expect(after(floatingIp, { floating_network: 'elsewhere' })).toEqual([]);
  });

  it('puts an association after the interface of its port', () => {
    expect(after(association, { floatingip_id: to('fip'), port_id: to('fixed') })).toEqual(['link']);
  });
});
