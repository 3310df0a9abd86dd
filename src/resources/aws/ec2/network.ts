/** How EC2's networks are built of Neutron's: a VPC is a network and a router of the same name. */
import { isMap, own, type ValueMap } from '../../../expressions/values.ts';
import type { ServiceClient } from '../../../clouds/types.ts';
import { mapAt, mapsAt, textOf } from '../../access.ts';
import { ResourceError, type Context } from '../../contract.ts';
import { unlessGone, untilFree } from '../../patience.ts';

export const neutronOf = (context: Context): ServiceClient => context.cloud.service('network');

type Query = Record<string, string | boolean>;

/** The objects of a Neutron list. */
export async function listOfAll(context: Context, path: string, key: string, query: Query): Promise<ValueMap[]> {
  const answer = await neutronOf(context).get(path, { query, signal: context.signal });
  return mapsAt(isMap(answer) ? answer : {}, key);
}

/** One object of Neutron; undefined where it is gone. */
export async function showOne(context: Context, path: string, key: string): Promise<ValueMap | undefined> {
  const answer = await unlessGone(neutronOf(context).get(path, { signal: context.signal }));
  return isMap(answer) ? mapAt(answer, key) : undefined;
}

/** The router of a VPC. A network that was made otherwise has none. */
export async function routerOfVpc(context: Context, network: string): Promise<ValueMap | undefined> {
  const name = textOf(await showOne(context, `/networks/${network}`, 'network'), 'name');
  if (name === undefined) return undefined;
  const [router, ...more] = await listOfAll(context, '/routers', 'routers', { name });
  if (more.length > 0) throw new ResourceError('Error', `Multiple routers found with name ${name}`);
  return router;
}

/** The one external network there must be: EC2 does not name it. */
export async function externalNetwork(context: Context): Promise<string> {
  const found = await listOfAll(context, '/networks', 'networks', { 'router:external': true });
  if (found.length === 1) return String(found[0]!['id']);
  throw new ResourceError('Error', `Expected 1 external network, found ${found.length}`);
}

/** Gives the router a gateway to that network. */
export async function setGateway(context: Context, router: string, network: string): Promise<void> {
  const body = { router: { external_gateway_info: { network_id: network } } };
  await neutronOf(context).put(`/routers/${router}`, body, { signal: context.signal });
}

export async function clearGateway(context: Context, router: string): Promise<void> {
  const body = { router: { external_gateway_info: {} } };
  await untilFree(context, () => neutronOf(context).put(`/routers/${router}`, body, { signal: context.signal }));
}

async function isLinked(context: Context, router: string, subnet: string): Promise<boolean> {
  const ports = await listOfAll(context, '/ports', 'ports', { device_id: router });
  return ports.some((port) => mapsAt(port, 'fixed_ips').some((ip) => own(ip, 'subnet_id') === subnet));
}

/** Connects the subnet to the router, where it is not. */
export async function link(context: Context, router: string, subnet: string): Promise<void> {
  if (await isLinked(context, router, subnet)) return;
  await neutronOf(context).put(
    `/routers/${router}/add_router_interface`,
    { subnet_id: subnet },
    // Refused where it was done already: looked at again, not sent again, when the answer is lost.
    { signal: context.signal, repeatable: false },
  );
}

export async function unlink(context: Context, router: string, subnet: string): Promise<void> {
  if (!(await isLinked(context, router, subnet))) return;
  const path = `/routers/${router}/remove_router_interface`;
  await untilFree(context, () => neutronOf(context).put(path, { subnet_id: subnet }, { signal: context.signal }));
}
