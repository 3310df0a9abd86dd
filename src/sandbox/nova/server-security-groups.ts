import type { ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import type { SecurityGroup, SecurityGroupRule } from '../neutron/items.ts';
import { updatePort } from '../neutron/ports.ts';
import { defaultGroup } from '../neutron/security-groups.ts';
import type { VersionedRoutes } from '../wire/versioned.ts';
import { ACCEPTED, options, type ActionRequest, type Actions } from './action.ts';
import { portsOf } from './server-ports.ts';
import type { World } from './world.ts';

/** Adding a security group to all ports of a server, and taking it from them. */
export const GROUP_ACTIONS: Actions = {
  addSecurityGroup: (request) => change(request, (groups, id) => [...new Set([...groups, id])]),
  removeSecurityGroup: (request) => {
    const { world, server } = request;
    const { id, name } = named(request);
    if (!portsOf(world, server).some((port) => port.security_groups.includes(id))) {
      throw new Fault(404, `Security group ${name} not associated with the instance ${server.id}`);
    }
    return change(request, (groups, gone) => groups.filter((one) => one !== gone));
  },
};

function named(request: ActionRequest): { id: string; name: string } {
  const { world, server } = request;
  const name = options(request)['name'];
  if (typeof name !== 'string' || name === '') throw new Fault(400, 'Missing parameter name');
  const own = world.network.groupsOf(server.project_id);
  const group = own.find((one) => one.id === name) ?? own.find((one) => one.name === name);
  if (group) return { id: group.id, name };
  throw new Fault(404, `Security group ${name} is not found for project ${server.project_id}`);
}

function change(request: ActionRequest, combine: (groups: readonly string[], id: string) => string[]): Answer {
  const { world, server } = request;
  const { id } = named(request);
  for (const port of portsOf(world, server)) {
    if (!port.port_security_enabled) continue;
    updatePort(world.network, port, { security_groups: combine(port.security_groups, id) });
  }
  return ACCEPTED;
}

/** Adds the security groups in the old form of Nova's own: those of a server, and until 2.35 those of the project. */
export function addServerSecurityGroups(routes: VersionedRoutes, world: World): void {
  const until = { to: 35 };
  const own = (call: Call): SecurityGroup[] => {
    const projectId = call.caller.projectId ?? '';
    defaultGroup(world.network, projectId);
    return world.network.groupsOf(projectId);
  };
  routes.route(
    'GET',
    '/os-security-groups',
    (call) => ({ status: 200, body: { security_groups: own(call).map((group) => viewGroup(world, group)) } }),
    until,
  );
  routes.route(
    'GET',
    '/os-security-groups/:id',
    (call) => {
      const group = own(call).find(({ id }) => id === call.param('id'));
      if (group === undefined) throw new Fault(404, `Security group ${call.param('id')} not found`);
      return { status: 200, body: { security_group: viewGroup(world, group) } };
    },
    until,
  );
  routes.route('GET', '/servers/:id/os-security-groups', (call) => {
    const server = world.seek(call.param('id'), call.caller);
    const ids = new Set(portsOf(world, server).flatMap((port) => port.security_groups));
    const groups = [...ids].flatMap((id) => world.network.groups.get(id) ?? []);
    return { status: 200, body: { security_groups: groups.map((group) => viewGroup(world, group)) } };
  });
}

function viewGroup(world: World, group: SecurityGroup): ValueMap {
  const rules = world.network.rulesOf(group.id).filter((rule) => rule.direction === 'ingress');
  return {
    id: group.id,
    name: group.name,
    description: group.description,
    tenant_id: group.project_id,
    rules: rules.map((rule) => viewRule(world, rule)),
  };
}

function viewRule(world: World, rule: SecurityGroupRule): ValueMap {
  const source = rule.remote_group_id === null ? undefined : world.network.groups.get(rule.remote_group_id);
  return {
    id: rule.id,
    parent_group_id: rule.security_group_id,
    ip_protocol: rule.protocol,
    from_port: rule.port_range_min,
    to_port: rule.port_range_max,
    group: source ? { name: source.name, tenant_id: source.project_id } : {},
    ip_range: rule.normalized_cidr === null ? {} : { cidr: rule.normalized_cidr },
  };
}
