/** What can be asked of a server. */
import { isIPv4 } from 'node:net';
import { isMap, own, type Value, type ValueMap } from '../../../expressions/values.ts';
import { isCloudError } from '../../../clouds/errors.ts';
import { mapAt, mapsAt, textOf } from '../../access.ts';
import type { AttributeSchema, Context } from '../../contract.ts';
import { attr } from '../../schema.ts';
import { nova, serverPath, VERSION } from './api.ts';

/** Console types that Heat offers, and the protocol Nova has each under. */
const CONSOLES: readonly (readonly [type: string, protocol: string])[] = [
  ['novnc', 'vnc'],
  ['xvpvnc', 'vnc'],
  ['spice-html5', 'spice'],
  ['rdp-html5', 'rdp'],
  ['serial', 'serial'],
  ['webmks', 'mks'],
];

export const serverAttributes: Readonly<Record<string, AttributeSchema>> = {
  name: attr('string'),
  addresses: attr('map', addresses),
  networks: attr('map', networks),
  first_address: attr(undefined, (live) => firstAddress(live), {
    supportStatus: { status: 'HIDDEN', version: '5.0.0' },
  }),
  instance_name: attr('string', (live) => own(live, 'OS-EXT-SRV-ATTR:instance_name') ?? null),
  accessIPv4: attr('string', undefined, { supportStatus: { status: 'DEPRECATED', version: '14.0.0' } }),
  accessIPv6: attr('string', undefined, { supportStatus: { status: 'DEPRECATED', version: '14.0.0' } }),
  console_urls: attr('map', consoleUrls),
  tags: attr('list'),
  os_collect_config: attr('map', (_live, context) =>
    mapAt(isMap(context.metadata) ? context.metadata : {}, 'os-collect-config'),
  ),
};

/** Addresses by network, each network under its name and its id. */
async function networks(live: ValueMap, context: Context): Promise<Value> {
  const byName = addressesByName(live);
  return withIds(context, byName);
}

function addressesByName(live: ValueMap): ValueMap {
  const entries = Object.keys(mapAt(live, 'addresses'))
    .toSorted()
    .map((name): [string, Value] => [name, mapsAt(mapAt(live, 'addresses'), name).map((item) => item['addr'] ?? null)]);
  return Object.fromEntries(entries);
}

export function firstAddress(live: ValueMap): Value {
  const byName = addressesByName(live);
  for (const name of Object.keys(byName).toReversed()) {
    const [first] = byName[name] as Value[];
    if (first !== undefined) return first;
  }
  return '';
}

/** Adds every network that its name tells without doubt under its id as well. */
async function withIds(context: Context, byName: ValueMap): Promise<ValueMap> {
  const names = Object.keys(byName);
  if (names.length === 0) return byName;
  const found = await list(context, 'networks', { name: names, fields: ['id', 'name'] });
  const result = { ...byName };
  for (const name of names) {
    const [network, ...more] = found.filter((item) => item['name'] === name);
    if (network !== undefined && more.length === 0) result[String(network['id'])] = byName[name]!;
  }
  return result;
}

async function list(context: Context, key: string, query: Record<string, string | string[]>): Promise<ValueMap[]> {
  const answer = await context.cloud.service('network').get(`/${key}`, { query, signal: context.signal });
  return mapsAt(isMap(answer) ? answer : {}, key);
}

/** Addresses by network with port, subnets, network and floating IPs, as Neutron knows them. */
async function addresses(live: ValueMap, context: Context): Promise<Value> {
  const ports = await list(context, 'ports', { device_id: String(live['id']) });
  const ids = (values: Value[]): string[] => [...new Set(values.map(String))];
  const fixed = ports.flatMap((port) => mapsAt(port, 'fixed_ips'));
  const [networkList, subnetList, floating] = await Promise.all([
    whereAny(context, 'networks', 'id', ids(ports.map((port) => port['network_id'] ?? ''))),
    whereAny(context, 'subnets', 'id', ids(fixed.map((ip) => ip['subnet_id'] ?? ''))),
    whereAny(context, 'floatingips', 'fixed_ip_address', ids(fixed.map((ip) => ip['ip_address'] ?? ''))),
  ]);
  const byName: Record<string, Value[]> = {};
  for (const port of ports) {
    const network = networkList.find((item) => item['id'] === port['network_id']);
    const group = (byName[textOf(network, 'name') ?? ''] ??= []);
    const subnets = mapsAt(port, 'fixed_ips').map(
      (ip) => subnetList.find((item) => item['id'] === ip['subnet_id']) ?? null,
    );
    for (const ip of mapsAt(port, 'fixed_ips')) {
      const address = textOf(ip, 'ip_address') ?? '';
      const shared = { 'OS-EXT-IPS-MAC:mac_addr': port['mac_address'] ?? null, version: isIPv4(address) ? 4 : 6 };
      for (const item of floating.filter((candidate) => candidate['fixed_ip_address'] === address)) {
        group.push({ ...shared, addr: item['floating_ip_address'] ?? null, 'OS-EXT-IPS:type': 'floating', port: null });
      }
      const here = { addr: address, 'OS-EXT-IPS:type': 'fixed', port: port['id'] ?? null };
      group.push({ ...shared, ...here, subnets, network: network ?? null });
    }
  }
  return withIds(context, byName);
}

const whereAny = async (context: Context, key: string, field: string, values: string[]): Promise<ValueMap[]> =>
  values.length === 0 ? [] : list(context, key, { [field]: values });

/** The address of each kind of console, or why there is none. */
async function consoleUrls(_live: ValueMap, context: Context): Promise<Value> {
  const entries = CONSOLES.map(async ([type, protocol]): Promise<[string, Value]> => [
    type,
    await consoleUrl(context, protocol, type),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

async function consoleUrl(context: Context, protocol: string, type: string): Promise<Value> {
  try {
    const options = { ...VERSION, signal: context.signal };
    const answer = await nova(context).post(
      serverPath(context, '/remote-consoles'),
      { remote_console: { protocol, type } },
      options,
    );
    return textOf(mapAt(isMap(answer) ? answer : {}, 'remote_console'), 'url') ?? null;
  } catch (error) {
    if (!isCloudError(error)) throw error;
    return `Cannot get console url: ${error.message}`;
  }
}
