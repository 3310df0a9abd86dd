import type { World } from './world.ts';

/** True where an RBAC policy opens the object to the project or to all. */
export function isShared(
  world: World,
  objectId: string,
  projectId: string | undefined,
  action = 'access_as_shared',
): boolean {
  return world
    .rbacOf(objectId)
    .some((rule) => rule.action === action && (rule.target_tenant === '*' || rule.target_tenant === projectId));
}

/** Opens the object to all, as `shared: true` does. */
export function share(world: World, objectType: string, objectId: string, projectId: string): void {
  if (isShared(world, objectId, '*')) return;
  world.rbac.put({
    id: world.kernel.random.uuid(),
    project_id: projectId,
    object_type: objectType,
    object_id: objectId,
    action: 'access_as_shared',
    target_tenant: '*',
  });
}

/** Takes back {@link share}. */
export function unshare(world: World, objectId: string): void {
  for (const rule of world.rbacOf(objectId)) {
    if (rule.action === 'access_as_shared' && rule.target_tenant === '*') world.rbac.delete(rule.id);
  }
}
