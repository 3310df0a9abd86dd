import { isMap, own, type ValueMap } from '../../expressions/values.ts';
import { isConflict } from '../../clouds/errors.ts';
import { mapAt, mapsAt, textOf, withoutNulls } from '../access.ts';
import type { Context } from '../contract.ts';
import { defineResource } from '../define.ts';
import { unlessGone } from '../patience.ts';
import { custom, int, listOf, mapOf, oneOf, range, ref, str } from '../schema.ts';
import { neutron } from './neutron.ts';

/** What Neutron puts into a new group: all traffic may leave. */
const DEFAULT_EGRESS: readonly ValueMap[] = [
  { direction: 'egress', ethertype: 'IPv4' },
  { direction: 'egress', ethertype: 'IPv6' },
];

const RULES = '/security-group-rules';

function toRule(group: string, rule: ValueMap): ValueMap {
  const { remote_mode: mode, ...rest } = withoutNulls(rule) as ValueMap;
  const fields: ValueMap = { ...rest, security_group_id: group };
  if (mode === 'remote_group_id') {
    delete fields['remote_ip_prefix'];
    // Without a group the rule is about the group it is in.
    fields['remote_group_id'] ??= group;
  } else if (mode !== undefined) delete fields['remote_group_id'];
  return fields;
}

async function addRules(context: Context, group: string, rules: readonly ValueMap[]): Promise<void> {
  // A template that has egress rules of its own does not want those that allow everything.
  if (rules.some((rule) => own(rule, 'direction') === 'egress')) {
    await removeRules(context, group, (rule) => own(rule, 'direction') === 'egress');
  }
  await restoreRules(context, group, rules);
}

async function restoreRules(context: Context, group: string, rules: readonly ValueMap[]): Promise<void> {
  const network = context.cloud.service('network');
  for (const rule of rules) {
    try {
      await network.post(RULES, { security_group_rule: toRule(group, rule) }, { signal: context.signal });
    } catch (error) {
      // The rule is there already: from before a crash, or twice in the template. A used-up quota is no such conflict.
      if (!isConflict(error) || /quota/i.test(error.message)) throw error;
    }
  }
}

async function removeRules(context: Context, group: string, which: (rule: ValueMap) => boolean): Promise<void> {
  const network = context.cloud.service('network');
  const answer = await unlessGone(network.get(`/security-groups/${group}`, { signal: context.signal }));
  const rules = mapsAt(isMap(answer) ? mapAt(answer, 'security_group') : {}, 'security_group_rules');
  for (const rule of rules.filter(which)) {
    await unlessGone(network.delete(`${RULES}/${String(rule['id'])}`, { signal: context.signal }));
  }
}

const api = neutron({
  path: '/security-groups',
  envelope: 'security_group',
  collection: 'security_groups',
  without: ['rules'],
  finish: (properties) => {
    const rules = mapsAt(properties, 'rules');
    return rules.length === 0 ? undefined : (context, id) => addRules(context, id, rules);
  },
});

export default defineResource({
  type: 'OS::Neutron::SecurityGroup',
  description: 'A set of rules for the traffic of ports.',
  since: '2014.1',
  service: 'network',
  extension: 'security-group',
  properties: {
    name: str({ update: true }),
    description: str({ update: true }),
    rules: listOf(
      mapOf({
        direction: str({ default: 'ingress', constraints: [oneOf('ingress', 'egress')] }),
        ethertype: str({ default: 'IPv4', constraints: [oneOf('IPv4', 'IPv6')] }),
        port_range_min: int({ constraints: [range({ min: 0, max: 65535 })] }),
        port_range_max: int({ constraints: [range({ min: 0, max: 65535 })] }),
        protocol: str(),
        remote_mode: str({
          default: 'remote_ip_prefix',
          constraints: [oneOf('remote_ip_prefix', 'remote_group_id')],
        }),
        remote_group_id: ref('neutron.security_group'),
        remote_ip_prefix: str({ constraints: [custom('net_cidr')] }),
      }),
      { update: true, default: [] },
    ),
  },
  validate: (properties) =>
    textOf(properties, 'name') === 'default' ? ['Security groups cannot be assigned the name "default".'] : [],
  api,
  async update(context, change) {
    const rules = change.changed.has('rules');
    if (rules) {
      await removeRules(context, context.id!, () => true);
      await restoreRules(context, context.id!, DEFAULT_EGRESS);
    }
    await api.update(context, change);
    if (rules) await addRules(context, context.id!, mapsAt(change.after, 'rules'));
  },
});
