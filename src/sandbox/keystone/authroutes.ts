import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import type { Service } from '../kernel/service.ts';
import { catalogOf } from './catalog.ts';
import type { Directory } from './directory.ts';
import { forbidden } from './faults.ts';
import { readBody } from './input.ts';
import { badToken, logIn } from './login.ts';
import type { Receipt } from './receipts.ts';
import { domainView, projectView } from './views.ts';
import { all, EMPTY } from './render.ts';
import { keystoneTime, tokenBody } from './tokenbody.ts';
import type { Token, Tokens } from './tokens.ts';

/** `/v3/auth/…`: tokens, and what the holder of one can reach. */
export function addAuthRoutes(service: Service, directory: Directory, tokens: Tokens): void {
  service
    .route('POST', '/v3/auth/tokens', (call) => issue(directory, tokens, call), { auth: false })
    .route('GET', '/v3/auth/tokens', (call) => validate(directory, tokens, call))
    .route('DELETE', '/v3/auth/tokens', (call) => revoke(tokens, call))
    .route('GET', '/v3/auth/projects', (call) => projectsOf(directory, call, call.caller.userId))
    .route('GET', '/v3/auth/domains', (call) => domainsOf(directory, call, call.caller.userId))
    .route('GET', '/v3/auth/system', (call) => systemOf(directory, call))
    .route('GET', '/v3/auth/catalog', (call) => catalog(directory, call))
    .route('GET', '/v3/users/:id/projects', (call) => userProjects(directory, call));
}

function issue(directory: Directory, tokens: Tokens, call: Call): Answer {
  const outcome = logIn(directory, tokens, readBody(call), call.headers['openstack-auth-receipt']);
  if ('receipt' in outcome) return receiptAnswer(directory, outcome.receipt);
  const { claims, token } = outcome;
  const headers = { 'x-subject-token': tokens.seal(claims), vary: 'X-Auth-Token' };
  return { status: 201, headers, body: tokenBody(directory, token, !call.query.has('nocatalog')) };
}

function receiptAnswer(directory: Directory, receipt: Receipt): Answer {
  const { id, name, domain_id } = receipt.user;
  const domain = { id: domain_id, name: directory.domain(domain_id).name };
  const times = { expires_at: keystoneTime(receipt.expiresAt), issued_at: keystoneTime(receipt.issuedAt) };
  const headers = { 'openstack-auth-receipt': receipt.text, vary: 'X-Auth-Token' };
  const shown = { methods: receipt.methods, user: { id, name, domain }, ...times };
  return { status: 401, headers, body: { receipt: shown, required_auth_methods: receipt.required } };
}

function validate(directory: Directory, tokens: Tokens, call: Call): Answer {
  const { text, token } = subject(tokens, call);
  const { caller } = call;
  const reader = caller.system && caller.roles.includes('reader');
  const trusted = caller.isAdmin || caller.roles.includes('service') || reader;
  if (!trusted && token.userId !== caller.userId) throw forbidden('identity:validate_token');
  const headers = { 'x-subject-token': text, vary: 'X-Auth-Token' };
  return { status: 200, headers, body: tokenBody(directory, token, !call.query.has('nocatalog')) };
}

function revoke(tokens: Tokens, call: Call): Answer {
  const { token } = subject(tokens, call);
  if (!call.caller.isAdmin && token.userId !== call.caller.userId) throw forbidden('identity:revoke_token');
  tokens.revoke(token);
  return EMPTY;
}

function subject(tokens: Tokens, call: Call): { text: string; token: Token } {
  const text = call.headers['x-subject-token'];
  if (text === undefined) throw new Fault(404, 'No token in the request');
  const token = tokens.open(text);
  if (token === undefined) throw badToken(tokens, text);
  return { text, token };
}

function projectsOf(directory: Directory, call: Call, userId: string): Answer {
  const ids = new Set(reach(directory, userId, 'project'));
  const projects = directory.projects.filter(({ id, enabled }) => ids.has(id) && enabled);
  return all(
    call,
    'projects',
    projects.map((project) => projectView(call, project)),
  );
}

function userProjects(directory: Directory, call: Call): Answer {
  const { caller } = call;
  const user = directory.users.get(call.param('id'));
  const reader = caller.roles.includes('reader') && (caller.system || caller.domainId === user?.domain_id);
  if (!caller.isAdmin && !reader && caller.userId !== user?.id) throw forbidden('identity:list_user_projects');
  return projectsOf(directory, call, directory.user(call.param('id')).id);
}

function domainsOf(directory: Directory, call: Call, userId: string): Answer {
  const ids = new Set(reach(directory, userId, 'domain'));
  const domains = directory.domains.filter(({ id, enabled }) => ids.has(id) && enabled);
  return all(
    call,
    'domains',
    domains.map((domain) => domainView(call, domain)),
  );
}

function systemOf(directory: Directory, call: Call): Answer {
  const system = reach(directory, call.caller.userId, 'system').length > 0 ? [{ all: true }] : [];
  return { status: 200, body: { system, links: { self: `${call.serviceUrl}/v3/auth/system` } } };
}

function reach(directory: Directory, userId: string, scope: string): string[] {
  const grants = directory.grantsReaching(userId);
  return grants.filter((grant) => grant.scope === scope).map(({ target }) => target);
}

function catalog(directory: Directory, call: Call): Answer {
  const { userId, projectId } = call.caller;
  const links = { self: `${call.serviceUrl}/v3/auth/catalog` };
  return { status: 200, body: { catalog: catalogOf(directory, userId, projectId), links } };
}
