import type { Collection, Item } from '../kernel/state.ts';
import type { Directory } from './directory.ts';

/** Takes out a user and all that hangs on them: grants, group places, trusts, credentials. */
export function removeUser(directory: Directory, id: string): void {
  drop(directory.grants, (grant) => grant.actorId === id);
  drop(directory.memberships, (membership) => membership.user_id === id);
  drop(directory.trusts, ({ trustor_user_id, trustee_user_id }) => trustor_user_id === id || trustee_user_id === id);
  drop(directory.applicationCredentials, ({ user_id }) => user_id === id);
  drop(directory.credentials, ({ user_id }) => user_id === id);
  directory.users.delete(id);
}

/** Takes out a group and its grants. */
export function removeGroup(directory: Directory, id: string): void {
  drop(directory.grants, (grant) => grant.actorId === id);
  drop(directory.memberships, (membership) => membership.group_id === id);
  directory.groups.delete(id);
}

/** Takes out a project and all that hangs on it. */
export function removeProject(directory: Directory, id: string): void {
  drop(directory.grants, (grant) => grant.target === id);
  drop(directory.trusts, ({ project_id }) => project_id === id);
  drop(directory.applicationCredentials, ({ project_id }) => project_id === id);
  drop(directory.credentials, ({ project_id }) => project_id === id);
  directory.projects.delete(id);
}

/** Takes out a role, its grants and what it implies. */
export function removeRole(directory: Directory, id: string): void {
  drop(directory.grants, (grant) => grant.roleId === id);
  drop(directory.implications, ({ prior, implied }) => prior === id || implied === id);
  directory.roles.delete(id);
}

/** Takes out a domain with everyone and everything in it. */
export function removeDomain(directory: Directory, id: string): void {
  for (const user of directory.users.filter(({ domain_id }) => domain_id === id)) removeUser(directory, user.id);
  for (const group of directory.groups.filter(({ domain_id }) => domain_id === id)) removeGroup(directory, group.id);
  for (const project of directory.projects.filter(({ domain_id }) => domain_id === id))
    removeProject(directory, project.id);
  for (const role of directory.roles.filter(({ domain_id }) => domain_id === id)) removeRole(directory, role.id);
  drop(directory.grants, (grant) => grant.target === id);
  directory.domains.delete(id);
}

/** Takes out a trust and those that were made from it. */
export function removeTrust(directory: Directory, id: string): void {
  for (const child of directory.trusts.filter(({ redelegated_trust_id }) => redelegated_trust_id === id)) {
    removeTrust(directory, child.id);
  }
  directory.trusts.delete(id);
}

function drop<T extends Item>(collection: Collection<T>, test: (item: T) => boolean): void {
  for (const { id } of collection.filter(test)) collection.delete(id);
}
