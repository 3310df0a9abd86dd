import { equal, own, type ValueMap } from '../../../expressions/values.ts';
import { isConflict } from '../../../clouds/errors.ts';
import { mapsAt, textOf } from '../../access.ts';
import type { Context, Properties } from '../../contract.ts';
import { defineResource } from '../../define.ts';
import { neutron } from '../../neutron/neutron.ts';
import { unlessGone } from '../../patience.ts';
import { listOf, mapOf, str, unimplemented, type Property } from '../../schema.ts';
import { neutronOf, showOne } from './network.ts';

const group: Property = { ...str(), find: 'neutron.security_group' };
const rules = listOf(
  mapOf({
    CidrIp: str(),
    FromPort: str(),
    ToPort: str(),
    IpProtocol: str(),
    SourceSecurityGroupId: group,
    SourceSecurityGroupName: group,
    SourceSecurityGroupOwnerId: unimplemented(str()),
  }),
  { update: true },
);

/** Neutron knows ports from 0 on; a negative one means any. */
function port(rule: ValueMap, key: string): number | null {
  const text = textOf(rule, key);
  const value = text === undefined ? -1 : Number(text);
  return value < 0 || Number.isNaN(value) ? null : value;
}

/** A rule as Neutron has it. Without ports EC2 ignores the addresses. */
function toRule(rule: ValueMap, direction: string): ValueMap {
  const anyPort = textOf(rule, 'FromPort') === undefined && textOf(rule, 'ToPort') === undefined;
  return {
    direction,
    ethertype: 'IPv4',
    remote_ip_prefix: anyPort ? null : (own(rule, 'CidrIp') ?? null),
    port_range_min: port(rule, 'FromPort'),
    port_range_max: port(rule, 'ToPort'),
    protocol: own(rule, 'IpProtocol') ?? null,
    remote_group_id: own(rule, 'SourceSecurityGroupId') ?? own(rule, 'SourceSecurityGroupName') ?? null,
  };
}

const wantedRules = (properties: Properties): ValueMap[] => [
  ...mapsAt(properties, 'SecurityGroupIngress').map((rule) => toRule(rule, 'ingress')),
  ...mapsAt(properties, 'SecurityGroupEgress').map((rule) => toRule(rule, 'egress')),
];

const same = (a: ValueMap, b: ValueMap): boolean =>
  Object.keys(a).every((key) => equal(own(a, key) ?? null, own(b, key) ?? null));

/** Makes the group have these rules; those it was born with stay where `keep` says so. */
async function setRules(
  context: Context,
  id: string,
  wanted: ValueMap[],
  keep: (rule: ValueMap) => boolean,
): Promise<void> {
  const live = mapsAt(await showOne(context, `/security-groups/${id}`, 'security_group'), 'security_group_rules');
  for (const rule of live.filter((item) => !keep(item) && !wanted.some((other) => same(other, item)))) {
    await unlessGone(
      neutronOf(context).delete(`/security-group-rules/${String(rule['id'])}`, { signal: context.signal }),
    );
  }
  for (const rule of wanted.filter((item) => !live.some((other) => same(item, other)))) {
    const body = { security_group_rule: { ...rule, security_group_id: id } };
    try {
      await neutronOf(context).post('/security-group-rules', body, { signal: context.signal });
    } catch (error) {
      if (!isConflict(error) || /quota/i.test(error.message)) throw error;
    }
  }
}

const api = neutron({
  path: '/security-groups',
  envelope: 'security_group',
  collection: 'security_groups',
  adjust: (fields) => ({ description: fields['GroupDescription'] ?? null }),
  finish: (properties) => (context, id) => {
    const egress = mapsAt(properties, 'SecurityGroupEgress').length > 0;
    return setRules(context, id, wantedRules(properties), (rule) => rule['direction'] === 'ingress' || !egress);
  },
});

export default defineResource({
  type: 'AWS::EC2::SecurityGroup',
  description: 'Rules for the traffic of instances.',
  service: 'network',
  properties: {
    GroupDescription: str({ required: true }),
    VpcId: str(),
    SecurityGroupIngress: rules,
    SecurityGroupEgress: rules,
  },
  api,
  update: (context, { after }) => setRules(context, context.id!, wantedRules(after), () => false),
});
