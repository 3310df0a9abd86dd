import type { Caller } from '../kernel/caller.ts';
import { Fault, statusTitle } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { Service } from '../kernel/service.ts';
import { addApplicationCredentialRoutes } from './appcreds.ts';
import { addAssignmentRoutes } from './assignments.ts';
import { addAuthRoutes } from './authroutes.ts';
import { addCatalogRoutes } from './catalogroutes.ts';
import { addCredentialRoutes } from './credentials.ts';
import { Directory } from './directory.ts';
import { addDomainRoutes } from './domains.ts';
import { addEc2CredentialRoutes } from './ec2credentials.ts';
import { addEc2TokenRoutes } from './ec2tokens.ts';
import { addGrantRoutes } from './grants.ts';
import { addGroupRoutes } from './groups.ts';
import { addProjectRoutes } from './projects.ts';
import { addRegionRoutes } from './regions.ts';
import { addRoleRoutes } from './roles.ts';
import { Tokens, type Token } from './tokens.ts';
import { addTrustRoutes } from './trusts.ts';
import { addUserRoutes } from './users.ts';

/** The identity service of a sandbox cloud. */
export interface Keystone {
  readonly service: Service;
  readonly directory: Directory;
  readonly tokens: Tokens;
  /** Who a token stands for; undefined where it is not valid. */
  authenticate(token: string): Caller | undefined;
}

const RESOURCES = [
  addDomainRoutes,
  addProjectRoutes,
  addUserRoutes,
  addGroupRoutes,
  addRoleRoutes,
  addGrantRoutes,
  addAssignmentRoutes,
  addTrustRoutes,
  addApplicationCredentialRoutes,
  addCredentialRoutes,
  addEc2CredentialRoutes,
  addCatalogRoutes,
  addRegionRoutes,
];

/** Builds Keystone v3 on what the kernel remembers. */
export function createKeystone(kernel: Kernel): Keystone {
  const directory = new Directory(kernel);
  const tokens = new Tokens(directory);
  const service = new Service({ name: 'keystone', mount: '/identity', fault: writeFault, unauthorized, noRoute });
  service
    .route('GET', '/', (call) => versions(call.serviceUrl), { auth: false })
    .route('GET', '/v3', (call) => ({ status: 200, body: { version: version(call.serviceUrl) } }), { auth: false });
  addAuthRoutes(service, directory, tokens);
  addEc2TokenRoutes(service, directory, tokens);
  for (const add of RESOURCES) add(service, directory);
  const authenticate = (text: string): Caller | undefined => {
    const token = tokens.open(text);
    return token && callerOf(text, token);
  };
  return { service, directory, tokens, authenticate };
}

function callerOf(tokenId: string, token: Token): Caller {
  const roles = token.roles.map(({ name }) => name);
  const { project, domainId, trustId, applicationCredentialId } = token;
  return {
    tokenId,
    userId: token.user.id,
    userName: token.user.name,
    userDomainId: token.user.domain_id,
    ...(project && { projectId: project.id, projectName: project.name, projectDomainId: project.domain_id }),
    ...(domainId !== undefined && { domainId }),
    system: token.system === true,
    roles,
    isAdmin: roles.includes('admin'),
    expiresAt: token.expiresAt,
    ...(trustId !== undefined && { trustId }),
    ...(applicationCredentialId !== undefined && { applicationCredentialId }),
    methods: token.methods,
  };
}

function writeFault({ status, message }: Fault): Answer {
  return { status, body: { error: { code: status, message, title: statusTitle(status) } } };
}

function unauthorized(identityUrl: string): Answer {
  const headers = { 'www-authenticate': `Keystone uri="${identityUrl}"` };
  return { ...writeFault(new Fault(401, 'The request you have made requires authentication.')), headers };
}

function noRoute(_call: unknown, allowed: readonly string[]): Answer {
  if (allowed.length > 0) {
    const fault = new Fault(405, 'The method is not allowed for the requested URL.');
    return { ...writeFault(fault), headers: { allow: allowed.join(', ') } };
  }
  const hint = 'If you entered the URL manually please check your spelling and try again.';
  const page = '<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n';
  return { status: 404, body: `${page}<p>The requested URL was not found on the server. ${hint}</p>\n` };
}

function versions(url: string): Answer {
  return { status: 300, headers: { location: `${url}/v3/` }, body: { versions: { values: [version(url)] } } };
}

function version(url: string): Record<string, unknown> {
  return {
    id: 'v3.14',
    status: 'stable',
    updated: '2020-04-07T00:00:00Z',
    links: [{ rel: 'self', href: `${url}/v3/` }],
    'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.identity-v3+json' }],
  };
}
