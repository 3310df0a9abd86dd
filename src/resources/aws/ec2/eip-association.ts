import type { ValueMap } from '../../../expressions/values.ts';
import { textOf } from '../../access.ts';
import { ResourceError, type Change, type Context, type Properties } from '../../contract.ts';
import { defineResource } from '../../define.ts';
import { custom, str } from '../../schema.ts';
import { atLeastOneOf } from '../../words.ts';
import { floatingIpOf, lead, portOfInstance } from './floating.ts';
import { routerOfVpc, setGateway, showOne } from './network.ts';

async function portOf(context: Context, properties: Properties): Promise<ValueMap> {
  const [card, instance] = [textOf(properties, 'NetworkInterfaceId'), textOf(properties, 'InstanceId')];
  if (card === undefined || textOf(properties, 'EIP') !== undefined) return portOfInstance(context, instance ?? '');
  const port = await showOne(context, `/ports/${card}`, 'port');
  if (port === undefined) throw new ResourceError('NotFound', 'Failed to update, can not found port info.');
  return port;
}

/** Leads the address to the instance; on the way out of a VPC its router needs a gateway. */
async function associate(context: Context, properties: Properties): Promise<string> {
  const address = textOf(properties, 'EIP');
  const port = await portOf(context, properties);
  const floatingIp =
    address === undefined ? (textOf(properties, 'AllocationId') ?? '') : await floatingIpOf(context, address);
  await context.save({ data: { floating_ip: floatingIp, port: port['id'] ?? null } });
  if (address === undefined) {
    const outside = textOf(await showOne(context, `/floatingips/${floatingIp}`, 'floatingip'), 'floating_network_id');
    const router = textOf(await routerOfVpc(context, textOf(port, 'network_id') ?? ''), 'id');
    if (router !== undefined && outside !== undefined) await setGateway(context, router, outside);
  }
  await lead(context, floatingIp, port);
  return address ?? floatingIp;
}

/** Takes the address off, unless it leads elsewhere by now. */
async function dissociate(context: Context): Promise<void> {
  const floatingIp = textOf(context.data, 'floating_ip');
  if (floatingIp === undefined) return;
  const live = await showOne(context, `/floatingips/${floatingIp}`, 'floatingip');
  if (live !== undefined && live['port_id'] === context.data['port']) await lead(context, floatingIp, undefined);
}

function validate(properties: Properties, known: (property: string) => boolean): string[] {
  const has = (name: string): boolean => !known(name) || textOf(properties, name) !== undefined;
  const problems: string[] = [];
  if (has('EIP') === has('AllocationId')) problems.push("Either 'EIP' or 'AllocationId' must be provided.");
  if (has('EIP') && !has('InstanceId')) problems.push("Must specify 'InstanceId' if you specify 'EIP'.");
  if (!has('InstanceId') && !has('NetworkInterfaceId')) problems.push(atLeastOneOf('InstanceId', 'NetworkInterfaceId'));
  return problems;
}

/** A new address for another instance at once is a new association. */
function needsReplace({ changed, after }: Change): boolean {
  if (!changed.has('AllocationId') && !changed.has('EIP')) return false;
  return ['InstanceId', 'NetworkInterfaceId'].some((name) => changed.has(name) && textOf(after, name) !== undefined);
}

export default defineResource({
  type: 'AWS::EC2::EIPAssociation',
  description: 'Leads an address to an instance.',
  service: 'network',
  properties: {
    InstanceId: str({ update: true, constraints: [custom('nova.server')] }),
    EIP: str({ update: true, constraints: [custom('ip_addr')] }),
    AllocationId: str({ update: true }),
    NetworkInterfaceId: str({ update: true }),
  },
  validate,
  needsReplace,
  create: async (context, properties) => ({ id: await associate(context, properties) }),
  async update(context, { after, changed }) {
    if (changed.has('EIP') || changed.has('AllocationId')) await dissociate(context);
    await context.save({ id: await associate(context, after) });
  },
  delete: dissociate,
  reference: ({ physicalName }) => physicalName,
});
