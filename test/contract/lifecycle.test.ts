import { describe, expect, it } from 'vitest';
import { MemoryStateFile, type Sandbox } from '../../src/sandbox/index.ts';
import { Client, dig, listAt, testSandbox, textAt, type Reply, type TestClock } from './harness/index.ts';

// What the sandbox promises where real services differ from deployment to deployment, so that both cannot be asked.

async function someone(sandbox: Sandbox, name = 'demo'): Promise<Client> {
  const login = {
    authUrl: 'http://sandbox.test/identity/v3',
    region: 'RegionOne',
    user: name,
    password: 'secret',
    project: name,
  };
  return Client.logIn((method, url, headers, body) => {
    return sandbox.handle({ method, url, headers, ...(body !== undefined && { body }) });
  }, login);
}

async function network(demo: Client): Promise<string> {
  const id = textAt((await demo.post('network', '/networks', { network: { name: 'n' } })).body, 'network.id');
  await demo.post('network', '/subnets', { subnet: { network_id: id, ip_version: 4, cidr: '10.0.0.0/24' } });
  return id;
}

async function launch(demo: Client, net: string, fields: object = {}, hints: object = {}): Promise<Reply> {
  const imageRef = textAt((await demo.get('image', '/images?name=cirros')).body, 'images.0.id');
  const server = { name: 's', flavorRef: '1', imageRef, networks: [{ uuid: net }], ...fields };
  return demo.post('compute', '/servers', { server, ...hints });
}

async function stage(): Promise<{ demo: Client; sandbox: Sandbox; clock: TestClock; net: string }> {
  const { sandbox, clock } = testSandbox();
  const demo = await someone(sandbox);
  return { demo, sandbox, clock, net: await network(demo) };
}

async function statusOf(demo: Client, id: string): Promise<string> {
  return textAt((await demo.get('compute', `/servers/${id}`)).body, 'server.status');
}

describe('servers of the sandbox', () => {
  it('are built when the process that started them is gone', async () => {
    const state = new MemoryStateFile();
    const first = testSandbox({ state });
    const demo = await someone(first.sandbox);
    const id = textAt((await launch(demo, await network(demo))).body, 'server.id');
    expect(await statusOf(demo, id)).toBe('BUILD');
    const second = testSandbox({ state });
    const again = await someone(second.sandbox);
    expect(await statusOf(again, id)).toBe('BUILD');
    await second.clock.sleep(2000);
    expect(await statusOf(again, id)).toBe('ACTIVE');
    expect(listAt((await again.get('network', `/ports?device_id=${id}`)).body, 'ports')).toHaveLength(1);
  });

  it('end in error where no host has room', async () => {
    const { demo, sandbox, clock, net } = await stage();
    const flavor = { name: 'huge', id: 'huge', ram: 99_999_999, vcpus: 1, disk: 1 };
    await (await someone(sandbox, 'admin')).post('compute', '/flavors', { flavor });
    const id = textAt((await launch(demo, net, { flavorRef: 'huge' })).body, 'server.id');
    expect(await statusOf(demo, id)).toBe('BUILD');
    await clock.sleep(2000);
    const shown = await demo.get('compute', `/servers/${id}`);
    expect(shown.body).toMatchObject({
      server: { status: 'ERROR', fault: { code: 500, message: 'No valid host was found. ' } },
    });
    expect(listAt((await demo.get('network', `/ports?device_id=${id}`)).body, 'ports')).toEqual([]);
  });

  it('keep apart or together as their group wants', async () => {
    const { demo, sandbox, clock, net } = await stage();
    const admin = await someone(sandbox, 'admin');
    const inGroup = async (policy: string, count: number): Promise<(string | null)[]> => {
      const made = await demo.post('compute', '/os-server-groups', {
        server_group: { name: policy, policies: [policy] },
      });
      const group = textAt(made.body, 'server_group.id');
      const ids: string[] = [];
      for (let i = 0; i < count; i += 1) {
        ids.push(textAt((await launch(demo, net, {}, { 'os:scheduler_hints': { group } })).body, 'server.id'));
      }
      await clock.sleep(2000);
      const servers = await Promise.all(ids.map((id) => admin.get('compute', `/servers/${id}`)));
      return servers.map(({ body }) => dig(body, 'server.OS-EXT-SRV-ATTR:host') as string | null);
    };
    const apart = await inGroup('anti-affinity', 5);
    expect(new Set(apart.slice(0, 4)).size).toBe(4);
    expect(apart[4]).toBeNull();
    expect(new Set(await inGroup('affinity', 3)).size).toBe(1);
  });

  it('are resized in two steps', async () => {
    const { demo, clock, net } = await stage();
    const id = textAt((await launch(demo, net)).body, 'server.id');
    await clock.sleep(2000);
    const act = (body: object): Promise<Reply> => demo.post('compute', `/servers/${id}/action`, body);
    const flavor = async (): Promise<unknown> =>
      dig((await demo.get('compute', `/servers/${id}`)).body, 'server.flavor.id');
    await act({ resize: { flavorRef: '2' } });
    expect(await statusOf(demo, id)).toBe('RESIZE');
    await clock.sleep(2000);
    expect([await statusOf(demo, id), await flavor()]).toEqual(['VERIFY_RESIZE', '2']);
    expect((await act({ revertResize: null })).status).toBe(202);
    await clock.sleep(2000);
    expect([await statusOf(demo, id), await flavor()]).toEqual(['ACTIVE', '1']);
    await act({ resize: { flavorRef: '2' } });
    await clock.sleep(2000);
    expect((await act({ confirmResize: null })).status).toBe(204);
    expect([await statusOf(demo, id), await flavor()]).toEqual(['ACTIVE', '2']);
  });

  it('come several at a time', async () => {
    const { demo, net } = await stage();
    expect((await launch(demo, net, { min_count: 3 })).status).toBe(202);
    const names = listAt((await demo.get('compute', '/servers?sort_key=name&sort_dir=asc')).body, 'servers');
    expect(names.map((one) => dig(one, 'name'))).toEqual(['s-1', 's-2', 's-3']);
  });

  it('show the floating IP that leads to them', async () => {
    const { demo, clock, net } = await stage();
    const id = textAt((await launch(demo, net)).body, 'server.id');
    await clock.sleep(2000);
    const outside = textAt((await demo.get('network', '/networks?name=public')).body, 'networks.0.id');
    const router = { router: { external_gateway_info: { network_id: outside } } };
    const path = `/routers/${textAt((await demo.post('network', '/routers', router)).body, 'router.id')}`;
    const subnet_id = textAt((await demo.get('network', `/subnets?network_id=${net}`)).body, 'subnets.0.id');
    await demo.put('network', `${path}/add_router_interface`, { subnet_id });
    const port_id = textAt((await demo.get('network', `/ports?device_id=${id}`)).body, 'ports.0.id');
    const made = await demo.post('network', '/floatingips', { floatingip: { floating_network_id: outside, port_id } });
    expect(dig(made.body, 'floatingip.status')).toBe('ACTIVE');
    const shown = await demo.get('compute', `/servers/${id}`);
    const kinds = listAt(shown.body, 'server.addresses.n').map((one) => dig(one, 'OS-EXT-IPS:type'));
    expect(kinds).toEqual(['fixed', 'floating']);
  });
});

describe('quotas on order', () => {
  it('refuse in the words of each service', async () => {
    const { demo, sandbox, net } = await stage();
    sandbox.faults.add({
      service: 'nova',
      method: 'POST',
      path: '/servers$',
      times: 1,
      effect: { quota: 'instances' },
    });
    sandbox.faults.add({
      service: 'neutron',
      method: 'POST',
      path: '/networks$',
      times: 1,
      effect: { quota: 'network' },
    });
    sandbox.faults.add({
      service: 'cinder',
      method: 'POST',
      path: '/volumes$',
      times: 1,
      effect: { quota: 'volumes' },
    });
    const refused = [
      await launch(demo, net),
      await demo.post('network', '/networks', { network: {} }),
      await demo.post('volumev3', '/volumes', { volume: { size: 1 } }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 409, 413]);
    expect(dig(refused[1]!.body, 'NeutronError.type')).toBe('OverQuota');
    expect((await launch(demo, net)).status).toBe(202);
  });
});
