import { expect } from 'vitest';
import { contract, dig, listAt, textAt, type Reply, type World } from './harness/index.ts';

const NOBODY = '6a4d0b1c-14b1-4f2c-9d1e-7b0b3f0d4c11';
/** Keys that depend on how a deployment is wired, or that the real service leaks from its database. */
const WIRING = [
  /standard_attr_id/,
  /network\.is_default/,
  /binding:vif|binding:profile|resource_request/,
  /ha_vr_id/,
  /provider:/,
];

interface Net {
  readonly network: string;
  readonly subnet: string;
}

async function make(world: World, path: string, kind: string, fields: object): Promise<Reply> {
  return (await world.as('demo')).post('network', path, { [kind]: fields });
}

async function net(world: World, cidr = '10.1.0.0/24'): Promise<Net> {
  const network = textAt((await make(world, '/networks', 'network', { name: world.unique('net') })).body, 'network.id');
  const fields = { network_id: network, ip_version: 4, cidr, name: world.unique('sub') };
  const subnet = textAt((await make(world, '/subnets', 'subnet', fields)).body, 'subnet.id');
  return { network, subnet };
}

async function gone(world: World, ...paths: string[]): Promise<void> {
  const demo = await world.as('demo');
  for (const path of paths) expect([path, (await demo.delete('network', path)).status]).toEqual([path, 204]);
}

async function external(world: World): Promise<string> {
  const demo = await world.as('demo');
  return textAt((await demo.get('network', '/networks?router:external=True')).body, 'networks.0.id');
}

contract('neutron: networks and subnets', (test) => {
  test('a network lives: create, show, list, change, delete', async ({ world, same }) => {
    const demo = await world.as('demo');
    const name = world.unique('net');
    const made = await demo.post('network', '/networks', { network: { name } });
    same('create', made, WIRING);
    const id = textAt(made.body, 'network.id');
    expect([dig(made.body, 'network.status'), dig(made.body, 'network.admin_state_up')]).toEqual(['ACTIVE', true]);
    same('show', await demo.get('network', `/networks/${id}`), WIRING);
    same('as admin', await (await world.as('admin')).get('network', `/networks/${id}`));
    same('list', await demo.get('network', `/networks?name=${name}`), WIRING);
    same('fields', await demo.get('network', `/networks?name=${name}&fields=id&fields=name`));
    same('change', await demo.put('network', `/networks/${id}`, { network: { description: 'x' } }), WIRING);
    expect((await (await world.as('demo2')).get('network', `/networks/${id}`)).status).toBe(404);
    expect((await demo.delete('network', `/networks/${id}`)).status).toBe(204);
    same('gone', await demo.get('network', `/networks/${id}`));
    same('delete what is gone', await demo.delete('network', `/networks/${id}`));
  });

  test('networks that cannot be', async ({ world, same }) => {
    const demo = await world.as('demo');
    const post = (body: unknown): Promise<Reply> => demo.post('network', '/networks', body);
    same('a number for a name', await post({ network: { name: 5 } }));
    same('a long name', await post({ network: { name: 'x'.repeat(300) } }));
    same('an unknown attribute', await post({ network: { nam: 'x' } }));
    same('an external one by a user', await post({ network: { 'router:external': true } }));
    same('a shared one by a user', await post({ network: { shared: true } }));
    same('nothing', await post({ x: 1 }));
    same('a bad boolean', await post({ network: { admin_state_up: 'perhaps' } }));
    same('a bad MTU', await post({ network: { mtu: 'x' } }));
    const id = await external(world);
    same('change what is not ours', await demo.put('network', `/networks/${id}`, { network: { name: 'x' } }));
    same('delete what is not ours', await demo.delete('network', `/networks/${id}`));
    same('a word for an id', await demo.get('network', '/networks/nope'));
    same('an unknown collection', await demo.get('network', '/nonsense'));
    same('an unknown filter', await demo.get('network', '/networks?bogus=1'));
    same('half a sort', await demo.get('network', '/networks?sort_key=name'));
  });

  test('a subnet lives', async ({ world, same }) => {
    const demo = await world.as('demo');
    const { network, subnet } = await net(world);
    const shown = await demo.get('network', `/subnets/${subnet}`);
    same('show', shown);
    expect(dig(shown.body, 'subnet.gateway_ip')).toBe('10.1.0.1');
    expect(dig(shown.body, 'subnet.allocation_pools')).toEqual([{ start: '10.1.0.2', end: '10.1.0.254' }]);
    expect(listAt((await demo.get('network', `/networks/${network}`)).body, 'network.subnets')).toEqual([subnet]);
    const fields = {
      dns_nameservers: ['192.0.2.53'],
      host_routes: [{ destination: '10.9.0.0/24', nexthop: '10.1.0.7' }],
    };
    same('change', await demo.put('network', `/subnets/${subnet}`, { subnet: fields }));
    same('no gateway', await demo.put('network', `/subnets/${subnet}`, { subnet: { gateway_ip: null } }));
    same('another block', await demo.put('network', `/subnets/${subnet}`, { subnet: { cidr: '10.5.0.0/24' } }));
    await gone(world, `/subnets/${subnet}`, `/networks/${network}`);
    same('gone', await demo.get('network', `/subnets/${subnet}`));
  });

  test('subnets that cannot be', async ({ world, same }) => {
    const { network, subnet } = await net(world);
    const post = (fields: object): Promise<Reply> =>
      make(world, '/subnets', 'subnet', { network_id: network, ip_version: 4, ...fields });
    const pool = (start: string, end: string): object => ({ start, end });
    same('no version', await make(world, '/subnets', 'subnet', { network_id: network }));
    same('no network', await make(world, '/subnets', 'subnet', { ip_version: 4, cidr: '10.3.0.0/24' }));
    same('no block', await post({}));
    same('a fruit', await post({ cidr: 'banana' }));
    same('a word for a network', await post({ network_id: 'nope', cidr: '10.3.0.0/24' }));
    same('an unknown network', await post({ network_id: NOBODY, cidr: '10.3.0.0/24' }));
    same('overlap', await post({ cidr: '10.1.0.0/25' }));
    same('the wrong version', await post({ cidr: 'fd00::/64' }));
    same('a mode for IPv4', await post({ cidr: '10.3.0.0/24', ipv6_ra_mode: 'slaac' }));
    const inPool = { cidr: '10.2.0.5/24', gateway_ip: '10.2.0.9', allocation_pools: [pool('10.2.0.1', '10.2.0.20')] };
    same('gateway in a pool', await post(inPool));
    same('pool outside', await post({ cidr: '10.2.0.0/24', allocation_pools: [pool('10.3.0.1', '10.3.0.20')] }));
    const two = [pool('10.2.0.10', '10.2.0.20'), pool('10.2.0.15', '10.2.0.30')];
    same('pools that overlap', await post({ cidr: '10.2.0.0/24', allocation_pools: two }));
    same('not our network', await post({ network_id: await external(world), cidr: '10.3.0.0/24' }));
    await gone(world, `/subnets/${subnet}`, `/networks/${network}`);
  });

  test('IPv6', async ({ world, same }) => {
    const network = textAt(
      (await make(world, '/networks', 'network', { name: world.unique('net') })).body,
      'network.id',
    );
    const modes = { ipv6_ra_mode: 'slaac', ipv6_address_mode: 'slaac' };
    const fields = { network_id: network, ip_version: 6, cidr: 'fd00:0:0:1::/64', ...modes };
    const made = await make(world, '/subnets', 'subnet', fields);
    same('subnet', made);
    expect([dig(made.body, 'subnet.cidr'), dig(made.body, 'subnet.gateway_ip')]).toEqual([
      'fd00:0:0:1::/64',
      'fd00:0:0:1::',
    ]);
    const port = await make(world, '/ports', 'port', { network_id: network });
    const mac = textAt(port.body, 'port.mac_address').split(':');
    const tail = `${mac[3]!.padStart(2, '0')}${mac[4]}${mac[5]}`;
    expect(textAt(port.body, 'port.fixed_ips.0.ip_address').replaceAll(':', '').endsWith(tail.slice(-4))).toBe(true);
    await gone(world, `/ports/${textAt(port.body, 'port.id')}`, `/networks/${network}`);
  });

  test('tags', async ({ world, same }) => {
    const demo = await world.as('demo');
    const id = textAt((await make(world, '/networks', 'network', { name: world.unique('net') })).body, 'network.id');
    const path = `/networks/${id}/tags`;
    same('add', await demo.put('network', `${path}/red`));
    same('list', await demo.get('network', path));
    same('replace', await demo.put('network', path, { tags: ['a', 'b'] }));
    same('a tag', await demo.get('network', `${path}/a`));
    same('no tag', await demo.get('network', `${path}/zz`));
    expect(listAt((await demo.get('network', '/networks?tags=a,b')).body, 'networks')).toHaveLength(1);
    expect(listAt((await demo.get('network', `/networks?tags=a,c&id=${id}`)).body, 'networks')).toHaveLength(0);
    same('clear', await demo.delete('network', path));
    await gone(world, `/networks/${id}`);
  });

  test('pages', async ({ world, same }) => {
    const demo = await world.as('demo');
    const names = ['a', 'b', 'c'].map((letter) => world.unique(`page${letter}`));
    const ids: string[] = [];
    for (const name of names)
      ids.push(textAt((await make(world, '/networks', 'network', { name, description: 'paged' })).body, 'network.id'));
    const query = '/networks?description=paged&sort_key=name&sort_dir=desc&limit=2';
    const first = await demo.get('network', query);
    same('first', first, WIRING);
    expect(listAt(first.body, 'networks').map((one) => dig(one, 'name'))).toEqual([names[2], names[1]]);
    const next = await demo.get('network', `${query}&marker=${ids[1]}`);
    expect(listAt(next.body, 'networks').map((one) => dig(one, 'name'))).toEqual([names[0]]);
    await gone(world, ...ids.map((id) => `/networks/${id}`));
  });

  test('subnet pools and address scopes', async ({ world, same }) => {
    const demo = await world.as('demo');
    const scope = await make(world, '/address-scopes', 'address_scope', { name: world.unique('scope'), ip_version: 4 });
    same('scope', scope);
    const scopeId = textAt(scope.body, 'address_scope.id');
    const fields = {
      name: world.unique('pool'),
      prefixes: ['10.20.0.0/16'],
      default_prefixlen: 24,
      address_scope_id: scopeId,
    };
    const pool = await make(world, '/subnetpools', 'subnetpool', fields);
    same('pool', pool);
    const poolId = textAt(pool.body, 'subnetpool.id');
    const network = textAt((await make(world, '/networks', 'network', {})).body, 'network.id');
    const subnet = await make(world, '/subnets', 'subnet', {
      network_id: network,
      ip_version: 4,
      subnetpool_id: poolId,
    });
    same('subnet of a pool', subnet);
    expect(dig(subnet.body, 'subnet.cidr')).toBe('10.20.0.0/24');
    expect(dig((await demo.get('network', `/networks/${network}`)).body, 'network.ipv4_address_scope')).toBe(scopeId);
    same('pool in use', await demo.delete('network', `/subnetpools/${poolId}`));
    same('scope in use', await demo.delete('network', `/address-scopes/${scopeId}`));
    await gone(world, `/networks/${network}`, `/subnetpools/${poolId}`, `/address-scopes/${scopeId}`);
  });
});

contract('neutron: ports', (test) => {
  test('a port lives', async ({ world, same }) => {
    const demo = await world.as('demo');
    const { network, subnet } = await net(world);
    const fixed_ips = [{ ip_address: '10.1.0.40' }];
    const made = await make(world, '/ports', 'port', { network_id: network, name: world.unique('port'), fixed_ips });
    same('create', made, WIRING);
    const id = textAt(made.body, 'port.id');
    const ip = textAt(made.body, 'port.fixed_ips.0.ip_address');
    expect([dig(made.body, 'port.status'), dig(made.body, 'port.device_owner')]).toEqual(['DOWN', '']);
    same('show', await demo.get('network', `/ports/${id}`), WIRING);
    same('as admin', await (await world.as('admin')).get('network', `/ports/${id}`), WIRING);
    expect(
      listAt((await demo.get('network', `/ports?fixed_ips=ip_address%3D${ip}&network_id=${network}`)).body, 'ports'),
    ).toHaveLength(1);
    const pairs = [{ ip_address: '10.1.0.99' }];
    same(
      'change',
      await demo.put('network', `/ports/${id}`, { port: { allowed_address_pairs: pairs, device_id: 'x' } }),
      WIRING,
    );
    same(
      'taken address',
      await make(world, '/ports', 'port', { network_id: network, fixed_ips: [{ ip_address: ip }] }),
    );
    same('network in use', await demo.delete('network', `/networks/${network}`));
    same('subnet in use', await demo.delete('network', `/subnets/${subnet}`));
    await gone(world, `/ports/${id}`, `/subnets/${subnet}`, `/networks/${network}`);
    same('gone', await demo.delete('network', `/ports/${id}`));
  });

  test('ports that cannot be', async ({ world, same }) => {
    const { network, subnet } = await net(world);
    const post = (fields: object): Promise<Reply> => make(world, '/ports', 'port', { network_id: network, ...fields });
    same('address outside its subnet', await post({ fixed_ips: [{ subnet_id: subnet, ip_address: '10.9.0.1' }] }));
    same('address outside the network', await post({ fixed_ips: [{ ip_address: '10.9.0.1' }] }));
    same('unknown subnet', await post({ fixed_ips: [{ subnet_id: NOBODY }] }));
    same('unknown group', await post({ security_groups: [NOBODY] }));
    same('bad MAC', await post({ mac_address: 'zz' }));
    same('unknown network', await post({ network_id: NOBODY }));
    same('bad VNIC type', await post({ 'binding:vnic_type': 'woolly' }));
    const other = await net(world, '10.4.0.0/24');
    same('subnet of another network', await post({ fixed_ips: [{ subnet_id: other.subnet }] }));
    await gone(world, `/networks/${other.network}`, `/networks/${network}`);
  });

  test('addresses run out', async ({ world, same }) => {
    const { network } = await net(world, '10.1.0.0/30');
    const first = await make(world, '/ports', 'port', { network_id: network });
    same('the last one', first, WIRING);
    same('one too many', await make(world, '/ports', 'port', { network_id: network }));
    await gone(world, `/ports/${textAt(first.body, 'port.id')}`, `/networks/${network}`);
  });

  test('fixed IPs change and stay', async ({ world }) => {
    const demo = await world.as('demo');
    const { network, subnet } = await net(world);
    const made = await make(world, '/ports', 'port', { network_id: network, fixed_ips: [{ ip_address: '10.1.0.50' }] });
    const path = `/ports/${textAt(made.body, 'port.id')}`;
    const put = (fixed_ips: object[]): Promise<Reply> => demo.put('network', path, { port: { fixed_ips } });
    const same = await put([{ subnet_id: subnet }, { ip_address: '10.1.0.60' }]);
    expect(listAt(same.body, 'port.fixed_ips').map((ip) => dig(ip, 'ip_address'))).toContain('10.1.0.60');
    const none = await put([]);
    expect(listAt(none.body, 'port.fixed_ips')).toEqual([]);
    await gone(world, path, `/networks/${network}`);
  });
});

contract('neutron: security groups', (test) => {
  test('a group and its rules', async ({ world, same }) => {
    const demo = await world.as('demo');
    const made = await make(world, '/security-groups', 'security_group', { name: world.unique('sg') });
    same('create', made, WIRING);
    const id = textAt(made.body, 'security_group.id');
    expect(listAt(made.body, 'security_group.security_group_rules')).toHaveLength(2);
    const post = (fields: object): Promise<Reply> =>
      make(world, '/security-group-rules', 'security_group_rule', {
        security_group_id: id,
        direction: 'ingress',
        ...fields,
      });
    const ssh = { protocol: 'tcp', port_range_min: 22, port_range_max: 22 };
    const rule = await post(ssh);
    same('rule', rule);
    same('the same again', await post(ssh));
    same('from a host', await post({ ...ssh, remote_ip_prefix: '192.0.2.7' }));
    same('ports without a protocol', await post({ port_range_min: 22, port_range_max: 22 }));
    same('ports upside down', await post({ protocol: 'tcp', port_range_min: 23, port_range_max: 22 }));
    same('sideways', await post({ direction: 'sideways' }));
    same('an unknown protocol', await post({ protocol: 'bananas' }));
    same('two sources', await post({ remote_ip_prefix: '10.0.0.0/8', remote_group_id: id }));
    same('mixed families', await post({ ethertype: 'IPv6', remote_ip_prefix: '10.0.0.0/8' }));
    same('a bad prefix', await post({ remote_ip_prefix: 'banana' }));
    same('an unknown source', await post({ remote_group_id: NOBODY }));
    same('an unknown group', await post({ security_group_id: NOBODY }));
    same('ICMP out of range', await post({ protocol: 'icmp', port_range_min: 300 }));
    same('ICMP code alone', await post({ protocol: 'icmp', port_range_max: 3 }));
    same('port zero', await post({ protocol: 'tcp', port_range_min: 0, port_range_max: 5 }));
    same('a port too high', await post({ protocol: 'tcp', port_range_min: 1, port_range_max: 70_000 }));
    same('show', await demo.get('network', `/security-groups/${id}`), WIRING);
    same('rename', await demo.put('network', `/security-groups/${id}`, { security_group: { name: 'other' } }), WIRING);
    await gone(world, `/security-group-rules/${textAt(rule.body, 'security_group_rule.id')}`);
    same(
      'rule gone',
      await demo.delete('network', `/security-group-rules/${textAt(rule.body, 'security_group_rule.id')}`),
    );
    const { network } = await net(world);
    const port = textAt(
      (await make(world, '/ports', 'port', { network_id: network, security_groups: [id] })).body,
      'port.id',
    );
    same('in use', await demo.delete('network', `/security-groups/${id}`));
    await gone(world, `/ports/${port}`, `/networks/${network}`, `/security-groups/${id}`);
    same('gone', await demo.get('network', `/security-groups/${id}`));
  });

  test('the default group', async ({ world, same }) => {
    const demo = await world.as('demo');
    const list = await demo.get('network', '/security-groups?name=default');
    same('is there from the start', list, WIRING);
    const id = textAt(list.body, 'security_groups.0.id');
    same('cannot be deleted', await demo.delete('network', `/security-groups/${id}`));
    same('cannot be made', await make(world, '/security-groups', 'security_group', { name: 'default' }));
    same('cannot be renamed', await demo.put('network', `/security-groups/${id}`, { security_group: { name: 'x' } }));
  });
});

contract('neutron: routers and floating IPs', (test) => {
  test('a router joins networks', async ({ world, same }) => {
    const demo = await world.as('demo');
    const { network, subnet } = await net(world);
    const made = await make(world, '/routers', 'router', { name: world.unique('router') });
    same('create', made);
    const path = `/routers/${textAt(made.body, 'router.id')}`;
    const add = (body: object): Promise<Reply> => demo.put('network', `${path}/add_router_interface`, body);
    const remove = (body: object): Promise<Reply> => demo.put('network', `${path}/remove_router_interface`, body);
    const joined = await add({ subnet_id: subnet });
    same('add', joined);
    same('add again', await add({ subnet_id: subnet }));
    same('add nothing', await add({}));
    same('add an unknown subnet', await add({ subnet_id: NOBODY }));
    same('add an unknown port', await add({ port_id: NOBODY }));
    const port = textAt((await make(world, '/ports', 'port', { network_id: network })).body, 'port.id');
    same('add both', await add({ subnet_id: subnet, port_id: port }));
    same('add a port beside it', await add({ port_id: port }));
    same('router in use', await demo.delete('network', path));
    const own = textAt(joined.body, 'port_id');
    same('its port', await demo.get('network', `/ports/${own}`), WIRING);
    same('delete its port', await demo.delete('network', `/ports/${own}`));
    const routes = (nexthop: string): object => ({ router: { routes: [{ destination: '10.7.0.0/24', nexthop }] } });
    // First, because Neutron names several routes in the order of Python's hashes.
    same('a route to nowhere', await demo.put('network', `${path}/add_extraroutes`, routes('10.99.0.9')));
    same('add a route', await demo.put('network', `${path}/add_extraroutes`, routes('10.1.0.9')));
    same('interface with a route', await remove({ subnet_id: subnet }));
    same('remove a route', await demo.put('network', `${path}/remove_extraroutes`, routes('10.1.0.9')));
    same('remove a stranger', await remove({ port_id: port }));
    same('remove', await remove({ subnet_id: subnet }));
    same('remove again', await remove({ subnet_id: subnet }));
    same('join by port', await add({ port_id: port }));
    same('leave by port', await remove({ port_id: port }));
    await gone(world, path, `/networks/${network}`);
    same('gone', await demo.get('network', path));
  });

  test('a floating IP leads to a port', async ({ world, same }) => {
    const demo = await world.as('demo');
    const { network, subnet } = await net(world);
    const outside = await external(world);
    const port = textAt((await make(world, '/ports', 'port', { network_id: network, name: 'p' })).body, 'port.id');
    const order = { floating_network_id: outside, port_id: port };
    const post = (fields: object): Promise<Reply> => make(world, '/floatingips', 'floatingip', fields);
    same('no way out', await post(order));
    same('not external', await post({ floating_network_id: network }));
    same('no network', await post({}));
    same('unknown port', await post({ ...order, port_id: NOBODY }));
    const router = `/routers/${textAt((await make(world, '/routers', 'router', { name: 'r' })).body, 'router.id')}`;
    const gateway = (info: object): Promise<Reply> =>
      demo.put('network', router, { router: { external_gateway_info: info } });
    same('gateway', await gateway({ network_id: outside }));
    same('gateway inside', await gateway({ network_id: network }));
    same('gateway without a network', await gateway({ enable_snat: true }));
    same('no source NAT', await gateway({ network_id: outside, enable_snat: false }));
    await demo.put('network', `${router}/add_router_interface`, { subnet_id: subnet });
    const made = await post(order);
    same('create', made);
    const path = `/floatingips/${textAt(made.body, 'floatingip.id')}`;
    const another = await post(order);
    expect(dig(another.body, 'NeutronError.type')).toBe('FloatingIPPortAlreadyAssociated');
    same('interface in use', await demo.put('network', `${router}/remove_router_interface`, { subnet_id: subnet }));
    same('gateway in use', await gateway({}));
    same(
      'not its address',
      await demo.put('network', path, { floatingip: { port_id: port, fixed_ip_address: '10.1.0.251' } }),
    );
    same('free', await demo.put('network', path, { floatingip: { port_id: null } }));
    same('associate', await demo.put('network', path, { floatingip: { port_id: port } }));
    await gone(world, `/ports/${port}`);
    expect(dig((await demo.get('network', path)).body, 'floatingip.port_id')).toBeNull();
    await gone(world, path);
    same('gone', await demo.get('network', path));
    await demo.put('network', `${router}/remove_router_interface`, { subnet_id: subnet });
    await gone(world, router, `/networks/${network}`);
  });
});

contract('neutron: operators', (test) => {
  test('quotas', async ({ world, same }) => {
    const [demo, admin] = [await world.as('demo'), await world.as('admin')];
    const path = `/quotas/${demo.projectId}`;
    same('own', await demo.get('network', path));
    same('details', await admin.get('network', `${path}/details.json`));
    same('of others', await demo.get('network', `/quotas/${admin.projectId}`));
    same('all', await demo.get('network', '/quotas'));
    same('set by a user', await demo.put('network', path, { quota: { network: 1 } }));
    same('set a bad one', await admin.put('network', path, { quota: { bogus: 1 } }));
    const had = listAt((await demo.get('network', `/networks?project_id=${demo.projectId}`)).body, 'networks').length;
    same('set', await admin.put('network', path, { quota: { network: had } }));
    same('used up', await make(world, '/networks', 'network', {}));
    expect((await admin.delete('network', path)).status).toBe(204);
  });

  test('sharing by policy', async ({ world, same }) => {
    const [demo, demo2] = [await world.as('demo'), await world.as('demo2')];
    const id = textAt((await make(world, '/networks', 'network', { name: world.unique('net') })).body, 'network.id');
    const fields = {
      object_type: 'network',
      object_id: id,
      action: 'access_as_shared',
      target_tenant: demo2.projectId,
    };
    const made = await make(world, '/rbac-policies', 'rbac_policy', fields);
    same('create', made);
    same('again', await make(world, '/rbac-policies', 'rbac_policy', fields));
    same('of an unknown kind', await make(world, '/rbac-policies', 'rbac_policy', { ...fields, object_type: 'x' }));
    same('for all by a user', await make(world, '/rbac-policies', 'rbac_policy', { ...fields, target_tenant: '*' }));
    expect(dig((await demo2.get('network', `/networks/${id}`)).body, 'network.shared')).toBe(true);
    same('changed by a guest', await demo2.put('network', `/networks/${id}`, { network: { name: 'x' } }));
    await gone(world, `/rbac-policies/${textAt(made.body, 'rbac_policy.id')}`);
    expect((await demo2.get('network', `/networks/${id}`)).status).toBe(404);
    expect((await demo.delete('network', `/networks/${id}`)).status).toBe(204);
  });

  test('quality of service', async ({ world, same }) => {
    const [demo, admin] = [await world.as('demo'), await world.as('admin')];
    const made = await admin.post('network', '/qos/policies', { policy: { name: world.unique('qos') } });
    same('create', made);
    const path = `/qos/policies/${textAt(made.body, 'policy.id')}`;
    const rule = await admin.post('network', `${path}/bandwidth_limit_rules`, {
      bandwidth_limit_rule: { max_kbps: 1000 },
    });
    same('rule', rule);
    same('no rate', await admin.post('network', `${path}/bandwidth_limit_rules`, { bandwidth_limit_rule: {} }));
    same(
      'bad mark',
      await admin.post('network', `${path}/dscp_marking_rules`, { dscp_marking_rule: { dscp_mark: 3 } }),
    );
    same('show', await admin.get('network', path), [/rules\[\]/]);
    same('types', await demo.get('network', '/qos/rule-types'));
    same('made by a user', await demo.post('network', '/qos/policies', { policy: { name: 'q' } }));
    expect((await admin.delete('network', path)).status).toBe(204);
    same('gone', await admin.get('network', path));
  });

  test('trunks', async ({ world, same }) => {
    const demo = await world.as('demo');
    const { network } = await net(world);
    const port = async (): Promise<string> =>
      textAt((await make(world, '/ports', 'port', { network_id: network })).body, 'port.id');
    const [parent, child] = [await port(), await port()];
    const made = await make(world, '/trunks', 'trunk', { port_id: parent, name: 't' });
    same('create', made);
    const path = `/trunks/${textAt(made.body, 'trunk.id')}`;
    const sub = { sub_ports: [{ port_id: child, segmentation_type: 'vlan', segmentation_id: 5 }] };
    same('add a subport', await demo.put('network', `${path}/add_subports`, sub));
    same('subports', await demo.get('network', `${path}/get_subports`));
    same('parent in use', await demo.delete('network', `/ports/${parent}`));
    same('child in use', await demo.delete('network', `/ports/${child}`));
    same('remove a subport', await demo.put('network', `${path}/remove_subports`, { sub_ports: [{ port_id: child }] }));
    await gone(world, path, `/ports/${parent}`, `/ports/${child}`, `/networks/${network}`);
  });

  test('the rest', async ({ world, same }) => {
    const demo = await world.as('demo');
    same('extensions', await demo.get('network', '/extensions'));
    same('an extension', await demo.get('network', '/extensions/router'));
    same('no extension', await demo.get('network', '/extensions/nope'));
    same('service providers', await demo.get('network', '/service-providers'));
    same('agents', await demo.get('network', '/agents'));
    same('usage', await (await world.as('admin')).get('network', '/network-ip-availabilities'));
  });
});
