import { own, type ValueMap } from '../../../expressions/values.ts';
import { mapsAt, textOf } from '../../access.ts';
import type { Context, Properties } from '../../contract.ts';
import { defineResource } from '../../define.ts';
import { neutron } from '../../neutron/neutron.ts';
import { defaultSecurityGroup } from '../../neutron/security-groups.ts';
import { attr, bool, custom, refs, str, unimplemented } from '../../schema.ts';
import { showOne } from './network.ts';
import { noTags } from './tags.ts';

async function adjust(fields: ValueMap, context: Context, before: Properties | undefined): Promise<ValueMap> {
  const groups = own(fields, 'GroupSet') ?? null;
  if (before !== undefined) return { security_groups: groups ?? [await defaultSecurityGroup(context)] };
  const subnet = textOf(fields, 'SubnetId') ?? '';
  const address = textOf(fields, 'PrivateIpAddress');
  const network = textOf(await showOne(context, `/subnets/${subnet}`, 'subnet'), 'network_id');
  return {
    admin_state_up: true,
    network_id: network ?? null,
    fixed_ips: [{ subnet_id: subnet, ...(address === undefined ? {} : { ip_address: address }) }],
    ...(groups === null ? {} : { security_groups: groups }),
  };
}

export default defineResource({
  type: 'AWS::EC2::NetworkInterface',
  description: 'A place on a subnet that an instance plugs into.',
  service: 'network',
  properties: {
    Description: str(),
    GroupSet: refs('neutron.security_group', { update: true }),
    PrivateIpAddress: str(),
    SourceDestCheck: unimplemented(bool()),
    SubnetId: str({ required: true, constraints: [custom('neutron.subnet')] }),
    Tags: noTags,
  },
  attributes: {
    PrivateIpAddress: attr('string', (live) => mapsAt(live, 'fixed_ips')[0]?.['ip_address'] ?? null),
  },
  api: neutron({ path: '/ports', envelope: 'port', adjust }),
});
