import type { Secret } from '../../clouds/secret.ts';
import { prepareCatalog, type CatalogWish } from './catalog.ts';
import { DOMAIN, PROJECT, ROLE, USER, type KeystoneState } from './keystone.ts';

/** How the service is to be known in Keystone. */
export interface Wish {
  readonly user: string;
  readonly password: Secret;
  /** Gives an existing user this password. */
  readonly resetPassword: boolean;
  readonly project: string;
  /** Id of the domain of both. */
  readonly domainId: string;
  /** Role that lets the service ask about other people's tokens. */
  readonly role: string;
  /** Domain of the users that stacks make, and its administrator, who gets the same password. */
  readonly stackDomain: string;
  readonly stackDomainAdmin: string;
  readonly catalog: CatalogWish;
}

/** Roles that templates and their owners need (Heat: heat_stack_user_role, and the role that owners used to need). */
const STACK_ROLES = ['heat_stack_user', 'heat_stack_owner'];

/** Prepares a Keystone to be the service's home. Doing it again changes nothing. Throws UserError without the rights to. */
export async function prepareKeystone(keystone: KeystoneState, wish: Wish): Promise<void> {
  const { user, password, project, domainId, role } = wish;
  // First, for it may refuse, and nothing should have been made by then.
  const finishCatalog = await prepareCatalog(keystone, wish.catalog);
  const domain = { domain_id: domainId };
  const roleId = await keystone.ensure(ROLE, role);
  for (const name of STACK_ROLES) await keystone.ensure(ROLE, name);
  const projectId = await keystone.ensure(PROJECT, project, domain);
  const known = (await keystone.list(USER, { ...domain, name: user })).length > 0;
  const userId = await keystone.ensure(USER, user, domain, { password: password.reveal() });
  if (known && wish.resetPassword && userId !== undefined) {
    await keystone.change(USER, userId, `password of ${user}`, { password: password.reveal() });
  }
  await keystone.grant(`role ${role} of ${user} in project ${project}`, PROJECT, projectId, userId, roleId);
  await prepareStackDomain(keystone, wish);
  await finishCatalog();
}

async function prepareStackDomain(keystone: KeystoneState, wish: Wish): Promise<void> {
  const { stackDomain, stackDomainAdmin, password } = wish;
  const adminRole = await keystone.ensure(ROLE, 'admin');
  const more = { description: 'Users and projects of stacks' };
  const domainId = await keystone.ensure(DOMAIN, stackDomain, {}, more);
  const what = `role admin of ${stackDomainAdmin} in domain ${stackDomain}`;
  if (domainId === undefined) {
    await keystone.create(USER, `user ${stackDomainAdmin}`, {});
    return keystone.grant(what, DOMAIN, undefined, undefined, adminRole);
  }
  const secret = { password: password.reveal() };
  const userId = await keystone.ensure(USER, stackDomainAdmin, { domain_id: domainId }, secret);
  await keystone.grant(what, DOMAIN, domainId, userId, adminRole);
}
