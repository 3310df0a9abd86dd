/** Floating IPs as EC2 uses them: given to instances rather than to ports. */
import type { ValueMap } from '../../../expressions/values.ts';
import { isIPv4 } from 'node:net';
import { mapsAt, textOf } from '../../access.ts';
import { ResourceError, type Context } from '../../contract.ts';
import { unlessGone } from '../../patience.ts';
import { listOfAll, neutronOf } from './network.ts';

/** The first port of an instance. */
export async function portOfInstance(context: Context, instance: string): Promise<ValueMap> {
  const [port] = await listOfAll(context, '/ports', 'ports', { device_id: instance });
  if (port !== undefined) return port;
  throw new ResourceError('InterfaceNotFound', `No network interface found for server ${instance}.`);
}

/** The id of the floating IP with this address. */
export async function floatingIpOf(context: Context, address: string): Promise<string> {
  const [found] = await listOfAll(context, '/floatingips', 'floatingips', { floating_ip_address: address });
  if (found !== undefined) return String(found['id']);
  throw new ResourceError('EntityMatchNotFound', `No floatingip matching {'ip_address': '${address}'}.`);
}

/** Leads the floating IP to the port; undefined leads it nowhere. */
export async function lead(context: Context, floatingIp: string, port: ValueMap | undefined): Promise<void> {
  const address = mapsAt(port, 'fixed_ips')
    .map((ip) => textOf(ip, 'ip_address'))
    .find((ip) => ip !== undefined && isIPv4(ip));
  const target = port === undefined ? null : (port['id'] ?? null);
  const body = { floatingip: { port_id: target, fixed_ip_address: port === undefined ? null : (address ?? null) } };
  const request = neutronOf(context).put(`/floatingips/${floatingIp}`, body, { signal: context.signal });
  await (port === undefined ? unlessGone(request) : request);
}
