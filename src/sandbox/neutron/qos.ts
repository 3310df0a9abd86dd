import type { Value, ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { mayTouch } from '../kernel/caller.ts';
import type { Service } from '../kernel/service.ts';
import { isMap } from '../../expressions/values.ts';
import { bool, checkAttribute, int, oneOf, text, type Check } from './checks.ts';
import { badRequest, conflict, disallowed, notFound } from './faults.ts';
import type { QosPolicy } from './items.ts';
import { seek, type Kind } from './kind.ts';
import { isShared, share, unshare } from './rbac-sharing.ts';
import type { World } from './world.ts';

interface RuleKind {
  readonly type: string;
  readonly required: readonly string[];
  readonly fields: Readonly<Record<string, readonly [check: Check, fallback: Value]>>;
}

const direction = [oneOf('egress', 'ingress'), 'egress'] as const;
const DSCP_MARKS = [0, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40, 46, 48, 56];
const RULES: readonly RuleKind[] = [
  {
    type: 'bandwidth_limit',
    required: ['max_kbps'],
    fields: { max_kbps: [int(), 0], max_burst_kbps: [int(), 0], direction },
  },
  { type: 'dscp_marking', required: ['dscp_mark'], fields: { dscp_mark: [oneOf(...DSCP_MARKS), 0] } },
  { type: 'minimum_bandwidth', required: ['min_kbps'], fields: { min_kbps: [int(), 0], direction } },
  { type: 'minimum_packet_rate', required: ['min_kpps'], fields: { min_kpps: [int(), 0], direction } },
  {
    type: 'packet_rate_limit',
    required: ['max_kpps'],
    fields: { max_kpps: [int(), 0], max_burst_kpps: [int(), 0], direction },
  },
];

export function qosKind(world: World): Kind<QosPolicy> {
  return {
    one: 'policy',
    many: 'policies',
    path: 'qos/policies',
    items: world.qos,
    missing: policyMissing,
    visible: (policy, caller) => mayTouch(caller, policy.project_id) || isShared(world, policy.id, caller.projectId),
    owned: (_policy, caller) => caller.isAdmin,
    attributes: {
      name: { check: text(), required: true },
      description: { check: text(), fallback: '' },
      shared: { check: bool, fallback: false },
      is_default: { check: bool, fallback: false },
      rules: {},
    },
    view: (policy, caller) => ({
      ...(policy as unknown as ValueMap),
      shared: isShared(world, policy.id, caller.projectId),
    }),
    create: (values, projectId, call) => {
      // QoS is the operator's (neutron/conf/policies/qos.py).
      if (!call.caller.isAdmin) throw disallowed('rule:create_policy');
      const { shared, ...fields } = values;
      const standard = world.standard(projectId, fields['description'] as string);
      const policy = world.qos.put({ ...fields, ...standard, rules: [] } as unknown as QosPolicy);
      if (shared === true) share(world, 'qos_policy', policy.id, projectId);
      return policy;
    },
    update: (policy, { shared, ...changes }) => {
      if (shared === true) share(world, 'qos_policy', policy.id, policy.project_id);
      if (shared === false) unshare(world, policy.id);
      return world.change(world.qos, policy, changes as unknown as Partial<QosPolicy>);
    },
    remove: (policy) => {
      refusePolicyInUse(world, policy);
      for (const rule of world.rbacOf(policy.id)) world.rbac.delete(rule.id);
      world.qos.delete(policy.id);
    },
  };
}

function policyMissing(id: string) {
  return notFound('QosPolicyNotFound', `QoS policy ${id} could not be found.`);
}

function refusePolicyInUse(world: World, policy: QosPolicy): void {
  const port = world.ports.find((one) => one.qos_policy_id === policy.id);
  const network = world.networks.find((one) => one.qos_policy_id === policy.id);
  const user = port ? `port ${port.id}` : network ? `network ${network.id}` : undefined;
  if (user) throw conflict('QosPolicyInUse', `QoS Policy ${policy.id} is used by ${user}.`);
}

/** Adds the rules of QoS policies, one collection for each type, and the list of types. */
export function addQosRules(service: Service, world: World, kind: Kind<QosPolicy>): void {
  service.route('GET', '/v2.0/qos/rule-types', () => ({
    status: 200,
    body: { rule_types: RULES.map(({ type }) => ({ type })) },
  }));
  for (const rule of RULES) addRuleKind(service, world, kind, rule);
}

function addRuleKind(service: Service, world: World, kind: Kind<QosPolicy>, rule: RuleKind): void {
  const one = `${rule.type}_rule`;
  const path = `/v2.0/qos/policies/:id/${one}s`;
  const policyOf = (call: Call): QosPolicy => seek(kind, call.param('id'), call.caller);
  const find = (policy: QosPolicy, call: Call): ValueMap => {
    const found = policy.rules.find((item) => item['id'] === call.param('rule') && item['type'] === rule.type);
    if (found) return found;
    const message = `QoS rule ${call.param('rule')} for policy ${policy.id} could not be found.`;
    throw notFound('QosRuleNotFound', message);
  };
  const bare = ({ type: _type, qos_policy_id: _policy, ...fields }: ValueMap): ValueMap => fields;
  const save = (call: Call, policy: QosPolicy, rules: readonly ValueMap[]): void => {
    if (!call.caller.isAdmin) throw disallowed(`rule:create_policy_${one}`);
    world.change(world.qos, policy, { rules });
  };
  service.route('GET', path, (call) => {
    const rules = policyOf(call).rules.filter((item) => item['type'] === rule.type);
    return { status: 200, body: { [`${one}s`]: rules.map(bare) } };
  });
  service.route('GET', `${path}/:rule`, (call) => ({ status: 200, body: { [one]: bare(find(policyOf(call), call)) } }));
  service.route('POST', path, (call) => {
    const policy = policyOf(call);
    const id = world.kernel.random.uuid();
    const made = { id, ...readRule(rule, call, true), qos_policy_id: policy.id, type: rule.type };
    save(call, policy, [...policy.rules, made]);
    return { status: 201, body: { [one]: bare(made) } };
  });
  service.route('PUT', `${path}/:rule`, (call) => {
    const policy = policyOf(call);
    const old = find(policy, call);
    const after: ValueMap = { ...old, ...readRule(rule, call, false) };
    save(
      call,
      policy,
      policy.rules.map((item) => (item === old ? after : item)),
    );
    return { status: 200, body: { [one]: bare(after) } };
  });
  service.route('DELETE', `${path}/:rule`, (call) => {
    const policy = policyOf(call);
    const old = find(policy, call);
    save(
      call,
      policy,
      policy.rules.filter((item) => item !== old),
    );
    return { status: 204 };
  });
}

function readRule(rule: RuleKind, call: Call, complete: boolean): ValueMap {
  const one = `${rule.type}_rule`;
  const given = call.body()[one];
  if (!isMap(given)) throw badRequest(`Unable to find '${one}' in request body`);
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(rule.fields, name));
  const foreign = unknown.filter((name) => name !== 'tenant_id' && name !== 'project_id');
  if (foreign.length > 0) throw badRequest(`Unrecognized attribute(s) '${foreign.join(', ')}'`);
  const values: ValueMap = {};
  for (const [name, [check, fallback]] of Object.entries(rule.fields)) {
    if (!Object.hasOwn(given, name)) {
      if (!complete) continue;
      if (rule.required.includes(name)) {
        throw badRequest(`Failed to parse request. Required attribute '${name}' not specified`);
      }
      values[name] = fallback;
      continue;
    }
    values[name] = checkAttribute(name, check, given[name]!);
  }
  return values;
}
