import { isMap, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import type { Answer } from '../kernel/http.ts';
import type { Service } from '../kernel/service.ts';
import { mayChange, mayRead } from './access.ts';
import { findContainer } from './containers.ts';
import type { Acl, Container, Secret } from './records.ts';
import { invalid, readBody, shown } from './schema.ts';
import { barbicanTime, type Vault } from './vault.ts';

interface Kind {
  readonly path: string;
  readonly word: string;
  find(id: string): Secret | Container;
  save(item: Secret | Container, acl: Acl | undefined): void;
}

/** `/v1/secrets/{id}/acl` and `/v1/containers/{id}/acl`: who may read besides the project. */
export function addAclRoutes(service: Service, vault: Vault): void {
  const kinds: readonly Kind[] = [
    {
      path: '/v1/secrets',
      word: 'SecretACL',
      find: (id) => vault.secret(id),
      save: (item, acl) => void vault.secrets.put(withAcl(item as Secret, acl)),
    },
    {
      path: '/v1/containers',
      word: 'ContainerACL',
      find: (id) => findContainer(vault, id),
      save: (item, acl) => void vault.containers.put(withAcl(item as Container, acl)),
    },
  ];
  for (const kind of kinds) {
    service
      .route('GET', `${kind.path}/:id/acl`, (call) => show(kind, call))
      .route('PUT', `${kind.path}/:id/acl`, (call) => write(vault, kind, call, false))
      .route('PATCH', `${kind.path}/:id/acl`, (call) => write(vault, kind, call, true))
      .route('DELETE', `${kind.path}/:id/acl`, (call) => remove(kind, call));
  }
}

function withAcl<T extends Secret | Container>({ acl: _old, ...item }: T, acl: Acl | undefined): T {
  return { ...item, ...(acl && { acl }) } as T;
}

function show(kind: Kind, call: Call): Answer {
  const item = kind.find(call.param('id'));
  mayRead(call, item, kind.word);
  const { acl } = item;
  if (acl === undefined) return { status: 200, body: { read: { 'project-access': true } } };
  const times = { created: barbicanTime(acl.createdAt), updated: barbicanTime(acl.updatedAt) };
  return { status: 200, body: { read: { 'project-access': acl.projectAccess, users: acl.users, ...times } } };
}

function write(vault: Vault, kind: Kind, call: Call, merges: boolean): Answer {
  const item = kind.find(call.param('id'));
  mayChange(call, item, `${kind.word}(s)`, 'Update');
  const read = readBody(call)['read'] ?? {};
  if (!isMap(read)) throw invalid('ACL', `${shown(read)} is not of type 'object'`, 'read');
  const old = merges ? item.acl : undefined;
  const now = vault.kernel.clock.now();
  kind.save(item, {
    users: usersOf(read) ?? old?.users ?? [],
    projectAccess: projectAccessOf(read) ?? old?.projectAccess ?? true,
    createdAt: item.acl?.createdAt ?? now,
    updatedAt: now,
  });
  return { status: 200, body: { acl_ref: `${call.serviceUrl}${kind.path}/${item.id}/acl` } };
}

function usersOf(read: ValueMap): string[] | undefined {
  const users = read['users'];
  if (users === undefined) return undefined;
  if (Array.isArray(users) && users.every((user) => typeof user === 'string')) return users;
  throw invalid('ACL', `${shown(users)} is not of type 'array'`, 'read');
}

function projectAccessOf(read: ValueMap): boolean | undefined {
  const access = read['project-access'];
  if (access === undefined || typeof access === 'boolean') return access;
  throw invalid('ACL', `${shown(access)} is not of type 'boolean'`, 'read');
}

function remove(kind: Kind, call: Call): Answer {
  const item = kind.find(call.param('id'));
  mayChange(call, item, `${kind.word}(s)`, 'deletion');
  kind.save(item, undefined);
  return { status: 200, body: null };
}
