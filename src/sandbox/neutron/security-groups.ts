import type { ValueMap } from '../../expressions/values.ts';
import { mayTouch } from '../kernel/caller.ts';
import { bool, text } from './checks.ts';
import { conflict, notFound } from './faults.ts';
import type { SecurityGroup, SecurityGroupRule } from './items.ts';
import type { Kind } from './kind.ts';
import { isShared } from './rbac-sharing.ts';
import type { World } from './world.ts';
import { show } from './view.ts';

export function groupMissing(id: string) {
  return notFound('SecurityGroupNotFound', `Security group ${id} does not exist`);
}

export function securityGroupKind(world: World, rules: Kind<SecurityGroupRule>): Kind<SecurityGroup> {
  return {
    one: 'security_group',
    many: 'security_groups',
    path: 'security-groups',
    quota: 'security_group',
    items: world.groups,
    missing: groupMissing,
    visible: (group, caller) => mayTouch(caller, group.project_id) || isShared(world, group.id, caller.projectId),
    attributes: {
      name: { check: text(), fallback: '' },
      description: { check: text(), fallback: '' },
      stateful: { check: bool, fallback: true },
      security_group_rules: {},
      shared: {},
    },
    view: (group, caller) => ({
      ...(group as unknown as ValueMap),
      shared: isShared(world, group.id, caller.projectId),
      security_group_rules: world.rulesOf(group.id).map((rule) => ({ ...show(rules, rule, caller), tags: [] })),
    }),
    prepare: (caller) => {
      if (caller.projectId !== undefined) defaultGroup(world, caller.projectId);
    },
    create: (values, projectId) => {
      defaultGroup(world, projectId);
      if (values['name'] === 'default') {
        throw conflict('SecurityGroupDefaultAlreadyExists', 'Default security group already exists.');
      }
      const { name, description, stateful } = values as unknown as SecurityGroup;
      return createGroup(world, projectId, name, description ?? '', stateful);
    },
    update: (group, changes) => {
      if (isDefault(group) && changes['name'] !== undefined && changes['name'] !== 'default') {
        throw conflict('SecurityGroupCannotUpdateDefault', 'Updating default security group not allowed.');
      }
      return world.change(world.groups, group, changes as unknown as Partial<SecurityGroup>);
    },
    remove: (group, { caller }) => {
      if (isDefault(group) && !caller.isAdmin) {
        const message = 'Insufficient rights for removing default security group.';
        throw conflict('SecurityGroupCannotRemoveDefault', message);
      }
      if (world.ports.find((port) => port.security_groups.includes(group.id))) {
        throw conflict('SecurityGroupInUse', `Security Group ${group.id} in use.`);
      }
      for (const rule of world.rulesOf(group.id)) world.rules.delete(rule.id);
      world.groups.delete(group.id);
    },
  };
}

function isDefault(group: SecurityGroup): boolean {
  return group.name === 'default';
}

/** The project's group `default`, made with its rules where it is not there yet: Neutron makes it when a project first needs it. */
export function defaultGroup(world: World, projectId: string): SecurityGroup {
  const existing = world.groupsOf(projectId).find(isDefault);
  if (existing) return existing;
  const group = createGroup(world, projectId, 'default', 'Default security group', true);
  for (const ethertype of ['IPv4', 'IPv6'] as const) {
    putRule(world, group, { direction: 'ingress', ethertype, remote_group_id: group.id });
  }
  return group;
}

function createGroup(
  world: World,
  projectId: string,
  name: string,
  description: string,
  stateful: boolean,
): SecurityGroup {
  const group = world.groups.put({ ...world.standard(projectId, description), revision_number: 1, name, stateful });
  for (const ethertype of ['IPv4', 'IPv6'] as const) putRule(world, group, { direction: 'egress', ethertype });
  return group;
}

/** Adds a rule to a group; fields that are left out are null. */
export function putRule(
  world: World,
  group: SecurityGroup,
  fields: Partial<SecurityGroupRule> & Pick<SecurityGroupRule, 'direction' | 'ethertype'>,
  description: string | null = null,
): SecurityGroupRule {
  return world.rules.put({
    ...world.standard(group.project_id, description),
    security_group_id: group.id,
    protocol: null,
    port_range_min: null,
    port_range_max: null,
    remote_ip_prefix: null,
    remote_group_id: null,
    remote_address_group_id: null,
    normalized_cidr: null,
    ...fields,
  });
}
