import type { Caller } from '../kernel/caller.ts';
import { str } from '../wire/python.ts';
import { oneOf, text, Unconvertible, uuid, type Check } from './checks.ts';
import { conflict, disallowed, invalidInput, notFound } from './faults.ts';
import type { Owned, RbacPolicy } from './items.ts';
import type { Kind, Values } from './kind.ts';
import type { World } from './world.ts';

const TYPES = ['network', 'qos_policy', 'security_group', 'address_scope', 'subnetpool'];
const objectType: Check = (value) => {
  if (TYPES.includes(value as string)) return value;
  throw new Unconvertible(`'${str(value)}' is not a valid RBAC object type`);
};

export function rbacKind(world: World): Kind<RbacPolicy> {
  return {
    one: 'rbac_policy',
    many: 'rbac_policies',
    path: 'rbac-policies',
    quota: 'rbac_policy',
    items: world.rbac,
    missing: (id) => notFound('RbacPolicyNotFound', `RBAC policy of type None with ID ${id} not found`),
    attributes: {
      object_type: { check: objectType, required: true, put: false },
      object_id: { check: uuid, required: true, put: false },
      action: { check: oneOf('access_as_shared', 'access_as_external'), required: true, put: false },
      target_tenant: { check: text(), required: true },
    },
    view: (policy) => ({ ...policy }),
    create: (values, projectId, call) => createPolicy(world, values, projectId, call.caller),
    update: (policy, changes, call) => {
      refuseWildcard(str(changes['target_tenant']), call.caller, 'update');
      return world.rbac.put({ ...policy, ...(changes as Partial<RbacPolicy>) });
    },
    remove: (policy) => {
      refuseInUse(world, policy);
      world.rbac.delete(policy.id);
    },
  };
}

function createPolicy(world: World, values: Values, projectId: string, caller: Caller): RbacPolicy {
  const { object_type: type, object_id: id, action, target_tenant: target } = values as unknown as RbacPolicy;
  const object = objectOf(world, type, id);
  if (object === undefined || (!caller.isAdmin && object.project_id !== caller.projectId)) {
    throw invalidInput(`No ${type} ${id} could be found`);
  }
  refuseWildcard(target, caller, 'create');
  if (world.rbacOf(id).some((one) => one.action === action && one.target_tenant === target)) {
    throw conflict('DuplicatePolicyError', 'An RBAC policy already exists with those values.');
  }
  return world.rbac.put({
    ...(values as unknown as RbacPolicy),
    id: world.kernel.random.uuid(),
    project_id: projectId,
  });
}

// Only an admin may open something to every project.
function refuseWildcard(target: string, caller: Caller, verb: 'create' | 'update'): void {
  if (target === '*' && !caller.isAdmin) {
    const rule = `rule:${verb}_rbac_policy`;
    const parts = ['object_type', 'object_id', 'target_tenant', 'action'].map((field) => `${rule}:${field}`);
    const all = parts.reduce((left, right) => `(${left} and ${right})`, rule);
    throw disallowed(verb === 'create' ? all : `(${rule} and ${rule}:target_tenant)`);
  }
}

function objectOf(world: World, type: string, id: string): Owned | undefined {
  switch (type) {
    case 'network':
      return world.networks.get(id);
    case 'qos_policy':
      return world.qos.get(id);
    case 'security_group':
      return world.groups.get(id);
    case 'address_scope':
      return world.scopes.get(id);
    default:
      return world.subnetPools.get(id);
  }
}

function refuseInUse(world: World, policy: RbacPolicy): void {
  if (policy.object_type !== 'network') return;
  const users = world
    .portsOn(policy.object_id)
    .filter(({ project_id: owner }) => owner !== '' && owner !== policy.project_id);
  const depends = users.some((port) => policy.target_tenant === '*' || policy.target_tenant === port.project_id);
  if (!depends) return;
  throw conflict(
    'RbacPolicyInUse',
    `RBAC policy on object ${policy.object_id} cannot be removed because other objects depend on it.`,
  );
}
