import type { ValueMap } from '../../expressions/values.ts';
import { hexId } from '../kernel/kernel.ts';
import { digest, type Directory } from './directory.ts';
import type { CatalogService, Role, User } from './records.ts';

/** A service to list in the catalog. In `url`, `%(project_id)s` stands for the project of the token. */
export interface CatalogEntry {
  readonly type: string;
  readonly name: string;
  readonly url: string;
}

/** Who and what a new cloud starts with. */
export interface Seed {
  /** The password of every user. Default `secret`. */
  readonly password?: string;
  /** Users beside `admin`, each with a project of its own name. Default `['demo', 'demo2']`. */
  readonly people?: readonly string[];
  /** Service users, with the roles admin and service in the project `service`. Default `['isotherm']`. */
  readonly serviceUsers?: readonly string[];
}

const IMMUTABLE = ['admin', 'manager', 'member', 'reader'];
const ROLES = [...IMMUTABLE, 'heat_stack_user', 'heat_stack_owner', 'creator', 'service', 'load-balancer_member'];
const PEOPLES_ROLES = ['member', 'reader', 'heat_stack_owner', 'creator', 'load-balancer_member'];

/** Fills an empty Keystone; one that knows a domain is left as it is. */
export function seedPeople(directory: Directory, seed: Seed): void {
  if (directory.domains.size > 0) return;
  const named = { id: 'default', name: 'Default', description: 'The default domain' };
  directory.domains.put({ ...named, enabled: true, tags: [], extra: {} });
  const roles = new Map(ROLES.map((name) => [name, addRole(directory, name)]));
  for (const [i, prior] of IMMUTABLE.slice(0, -1).entries()) {
    const ids = [roles.get(prior)!.id, roles.get(IMMUTABLE[i + 1]!)!.id] as const;
    directory.implications.put({ id: ids.join('/'), prior: ids[0], implied: ids[1] });
  }
  const password = seed.password ?? 'secret';
  const grant = (actorId: string, project: string, names: readonly string[]): void => {
    for (const name of names) {
      directory.grant({ scope: 'project', target: project, actor: 'user', actorId, roleId: roles.get(name)!.id });
    }
  };
  const admin = addUser(directory, 'admin', password);
  grant(admin.id, addProject(directory, 'admin', 'Bootstrap project for initializing the cloud.'), ['admin']);
  const adminRole = roles.get('admin')!.id;
  directory.grant({ scope: 'system', target: 'all', actor: 'user', actorId: admin.id, roleId: adminRole });
  const service = addProject(directory, 'service');
  for (const name of seed.serviceUsers ?? ['isotherm'])
    grant(addUser(directory, name, password).id, service, ['admin', 'service']);
  for (const name of seed.people ?? ['demo', 'demo2']) {
    grant(addUser(directory, name, password).id, addProject(directory, name), PEOPLES_ROLES);
  }
}

/** Lists services in the catalog. One that is there already keeps its ids and whatever else was added to it. */
export function seedCatalog(directory: Directory, region: string, entries: readonly CatalogEntry[]): void {
  if (!directory.regions.has(region)) directory.regions.put({ id: region, description: '', parent_region_id: null });
  for (const { type, name, url } of entries) {
    const service =
      directory.services.find((one) => one.type === type && one.name === name) ?? addService(directory, type, name);
    for (const face of ['public', 'internal', 'admin'] as const) {
      const same = directory.endpoints.find(
        (one) => one.service_id === service.id && one.interface === face && one.region_id === region,
      );
      // The cloud may have moved to another port since.
      if (same !== undefined && same.url === url) continue;
      const id = same?.id ?? directory.newId();
      directory.endpoints.put({ id, service_id: service.id, interface: face, region_id: region, url, enabled: true });
    }
  }
}

function addRole(directory: Directory, name: string): Role {
  const options: ValueMap = IMMUTABLE.includes(name) ? { immutable: true } : {};
  return directory.roles.put({ id: directory.newId(), name, domain_id: null, description: null, options });
}

function addProject(directory: Directory, name: string, description = ''): string {
  const id = directory.newId();
  const place = { domain_id: 'default', parent_id: 'default' };
  directory.projects.put({ id, name, ...place, description, enabled: true, tags: [], extra: {} });
  return id;
}

function addUser(directory: Directory, name: string, password: string): User {
  const salt = hexId(directory.kernel.random);
  const secret = { salt, password: digest(salt, password), epoch: 0 };
  return directory.users.put({
    id: directory.newId(),
    name,
    domain_id: 'default',
    enabled: true,
    extra: {},
    ...secret,
  });
}

function addService(directory: Directory, type: string, name: string): CatalogService {
  return directory.services.put({ id: directory.newId(), type, name, enabled: true });
}
