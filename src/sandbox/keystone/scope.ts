import { isMap, type ValueMap } from '../../expressions/values.ts';
import type { Directory } from './directory.ts';
import { missing, unauthorized } from './faults.ts';
import { text } from './input.ts';
import type { Domain, Project, Trust, User } from './records.ts';

/** What a login asks for. */
export interface Scope {
  readonly projectId?: string;
  readonly domainId?: string;
  readonly system?: boolean;
  readonly trust?: Trust;
  readonly unscoped?: boolean;
}

const KINDS = ['project', 'domain', 'unscoped', 'system', 'OS-TRUST:trust'] as const;

/** Reads `auth.scope` (keystone/auth/core.py). Throws a 400 where it is malformed, a 401 where there is no such thing. */
export function readScope(directory: Directory, auth: ValueMap): Scope | undefined {
  const scope = auth['scope'];
  if (scope === undefined) return undefined;
  if (scope === 'unscoped') return { unscoped: true };
  const given = isMap(scope) ? KINDS.filter((kind) => scope[kind] !== undefined) : [];
  if (given.length !== 1) throw missing('system, project, domain, OS-TRUST:trust or unscoped', 'scope');
  const [kind] = given;
  const inner = isMap(scope) && isMap(scope[kind!]) ? (scope[kind!] as ValueMap) : {};
  switch (kind) {
    case 'unscoped':
      return { unscoped: true };
    case 'system':
      return { system: true };
    case 'project':
      return { projectId: findProject(directory, inner).id };
    case 'domain':
      return { domainId: findDomain(directory, inner).id };
    default:
      return trustScope(directory, inner);
  }
}

function trustScope(directory: Directory, inner: ValueMap): Scope {
  const id = text(inner, 'id');
  if (id === undefined) throw missing('trust_id', 'trust');
  const trust = directory.trusts.get(id);
  if (trust === undefined || isSpent(directory, trust)) throw unauthorized();
  return { trust, ...(trust.project_id !== null && { projectId: trust.project_id }) };
}

/** True when a trust has expired or was used as often as it may be. Such a trust is as good as gone. */
export function isSpent(directory: Directory, trust: Trust): boolean {
  return (trust.expiresAt !== null && trust.expiresAt <= directory.kernel.clock.now()) || trust.remaining_uses === 0;
}

/** The domain that `{id}` or `{name}` means. Throws a 401 where there is none. */
export function findDomain(directory: Directory, info: ValueMap): Domain {
  const name = text(info, 'name');
  const found = name === undefined ? directory.domains.get(text(info, 'id') ?? '') : directory.domainByName(name);
  if (!found?.enabled) throw unauthorized();
  return found;
}

function findProject(directory: Directory, info: ValueMap): Project {
  const name = text(info, 'name');
  let found: Project | undefined;
  if (name === undefined) found = directory.projects.get(text(info, 'id') ?? '');
  else if (isMap(info['domain'])) found = directory.projectByName(name, findDomain(directory, info['domain']).id);
  else throw missing('domain', 'project');
  if (!found?.enabled || !directory.domains.get(found.domain_id)?.enabled) throw unauthorized();
  return found;
}

/** The user that `{id}` or `{name, domain}` means. Throws a 400 where it is malformed, a 401 where there is none. */
export function findUser(directory: Directory, info: ValueMap): User {
  const [id, name] = [text(info, 'id'), text(info, 'name')];
  if (id === undefined && name === undefined) throw missing('id or name', 'user');
  let found: User | undefined;
  if (id !== undefined) found = directory.users.get(id);
  else if (isMap(info['domain'])) found = directory.userByName(name!, findDomain(directory, info['domain']).id);
  else throw missing('domain', 'user');
  if (!found?.enabled || !directory.domains.get(found.domain_id)?.enabled) throw unauthorized();
  return found;
}
