import { isMap, type ValueMap } from '../../expressions/values.ts';
import { Fault } from '../kernel/fault.ts';
import { digest, type Directory } from './directory.ts';
import { forbidden, missing, notFound, required, unauthorized } from './faults.ts';
import { text } from './input.ts';
import type { ApplicationCredential, User } from './records.ts';
import { Receipts, satisfies, type Receipt } from './receipts.ts';
import { findUser, readScope, type Scope } from './scope.ts';
import type { Claims, Token, Tokens } from './tokens.ts';
import { totpMatches } from './totp.ts';

const TOKEN_LIFE_MS = 4 * 60 * 60 * 1000;
const METHODS = ['external', 'password', 'token', 'oauth1', 'mapped', 'application_credential', 'totp'];
/** Anything else is a delegation, which may not widen itself (keystone/api/_shared/delegation.py). */
const PRIMARY_METHODS = ['external', 'mapped', 'password', 'token', 'totp'];

interface Proof {
  readonly user: User;
  readonly methods: readonly string[];
  readonly credential?: ApplicationCredential;
  readonly parent?: Token;
}

/** What a login comes to: a token, or a receipt for the methods shown so far where the user has to show more. */
export type Outcome = { readonly claims: Claims; readonly token: Token } | { readonly receipt: Receipt };

/**
 * Checks the body of `POST /v3/auth/tokens`, and the receipt of an earlier attempt that came with it. Throws Keystone's refusals: 400,
 * 401 and 403.
 */
export function logIn(directory: Directory, tokens: Tokens, body: ValueMap, shown: string | undefined): Outcome {
  const auth = body['auth'];
  if (!isMap(auth)) throw missing('auth', 'request body');
  const identity = auth['identity'];
  if (!isMap(identity)) throw required('identity');
  const methods = readMethods(identity);
  if (methods.includes('application_credential') && auth['scope'] !== undefined) throw scopeRefused();
  const asked = readScope(directory, auth);
  const proofs = methods.map((method) => prove(directory, tokens, method, identity[method] as ValueMap));
  const [proof] = proofs;
  if (proof === undefined || proofs.some(({ user }) => user.id !== proof.user.id)) throw unauthorized();
  const parent = proofs.find((one) => one.parent)?.parent;
  if (parent !== undefined) mayRescope(parent, asked);
  const credential = proofs.find((one) => one.credential)?.credential;
  const scope = credential ? { projectId: credential.project_id } : (asked ?? defaultScope(directory, proof.user));
  const earlier = shown === undefined ? [] : new Receipts(directory).open(shown, proof.user);
  const all = [...new Set([...proofs.flatMap((one) => one.methods), ...earlier])];
  if (!satisfies(proof.user, all, METHODS)) return { receipt: new Receipts(directory).issue(proof.user, all, METHODS) };
  const claims = claim(directory, proof.user, all, scope, parent, credential);
  const token = tokens.describe(claims);
  if (token === undefined) throw scope.trust === undefined ? unauthorized() : forbidden();
  useTrust(directory, scope);
  return { claims, token };
}

/** True when the token came from a delegation: a trust, or a login that is not the user's own. */
export function isDelegated(methods: readonly string[]): boolean {
  return methods.length === 0 || methods.some((method) => !PRIMARY_METHODS.includes(method));
}

/** The 404 for a token that is no good: forged, or not valid any more. */
export function badToken(tokens: Tokens, text: string): Fault {
  return new Fault(404, tokens.isOwn(text) ? 'Failed to validate token' : 'Could not recognize Fernet token');
}

/** A fresh audit id: 16 random bytes as Keystone writes them. */
export function auditId(directory: Directory): string {
  return Buffer.from(directory.newId(), 'hex').toString('base64url');
}

function readMethods(identity: ValueMap): string[] {
  const methods = identity['methods'];
  if (!Array.isArray(methods)) throw required('methods');
  const names = [...new Set(methods.map(String))];
  for (const name of names) if (!isMap(identity[name])) throw missing(name, 'identity');
  if (names.some((name) => !METHODS.includes(name))) {
    throw new Fault(401, 'Attempted to authenticate with an unsupported method.');
  }
  return names;
}

function scopeRefused(): Fault {
  const detail = 'Application credentials cannot request a scope.';
  return new Fault(401, `Error authenticating with application credential: ${detail}`);
}

function prove(directory: Directory, tokens: Tokens, method: string, payload: ValueMap): Proof {
  switch (method) {
    case 'password':
      return { user: byPassword(directory, payload), methods: [method] };
    case 'token':
      return byToken(tokens, payload);
    case 'application_credential':
      return byApplicationCredential(directory, payload);
    case 'totp':
      return { user: byPasscode(directory, payload), methods: [method] };
    default:
      throw unauthorized();
  }
}

function byPassword(directory: Directory, payload: ValueMap): User {
  if (!isMap(payload['user'])) throw missing('user', 'password');
  const user = findUser(directory, payload['user']);
  const password = text(payload['user'], 'password');
  if (password === undefined || user.password !== digest(user.salt, password)) throw unauthorized();
  return user;
}

function byPasscode(directory: Directory, payload: ValueMap): User {
  // Keystone's plugin has forgotten its own name.
  if (!isMap(payload['user'])) throw missing('user', 'None');
  const user = findUser(directory, payload['user']);
  const secrets = directory.credentials.filter(({ user_id, type }) => user_id === user.id && type === 'totp');
  const passcode = text(payload['user'], 'passcode') ?? '';
  const now = directory.kernel.clock.now();
  if (!secrets.some(({ blob }) => totpMatches(blob, passcode, now))) throw unauthorized();
  return user;
}

function byToken(tokens: Tokens, payload: ValueMap): Proof {
  const id = text(payload, 'id');
  if (id === undefined) throw missing('id', 'token');
  const parent = tokens.open(id);
  if (parent === undefined) throw badToken(tokens, id);
  return { user: parent.user, methods: ['token', ...parent.methods], parent };
}

function byApplicationCredential(directory: Directory, payload: ValueMap): Proof {
  const credential = findCredential(directory, payload);
  const user = credential && directory.users.get(credential.user_id);
  const secret = text(payload, 'secret') ?? '';
  if (!user?.enabled || credential?.secret !== digest(credential!.salt, secret)) throw unauthorized();
  if (credential.expiresAt !== null && credential.expiresAt <= directory.kernel.clock.now()) throw unauthorized();
  return { user, methods: ['application_credential'], credential };
}

function findCredential(directory: Directory, payload: ValueMap): ApplicationCredential | undefined {
  const id = text(payload, 'id');
  if (id !== undefined) return directory.applicationCredentials.get(id) ?? noCredential(id);
  const name = text(payload, 'name');
  if (name === undefined) throw missing('name or ID', 'application credential');
  if (!isMap(payload['user'])) throw missing('user', 'application credential');
  const user = findUser(directory, payload['user']);
  return directory.applicationCredentials.find((one) => one.user_id === user.id && one.name === name);
}

function noCredential(id: string): never {
  throw notFound('Application Credential', id);
}

/** Which tokens may become other tokens (keystone/auth/plugins/token.py). */
function mayRescope(parent: Token, asked: Scope | undefined): void {
  if (parent.trustId !== undefined) {
    throw forbidden('Using trust-scoped token to create another token. Create a new trust-scoped token instead');
  }
  if (parent.system && (asked?.projectId ?? asked?.domainId) !== undefined) {
    throw forbidden('Using a system-scoped token to create a project-scoped or domain-scoped token is not allowed.');
  }
  if (isDelegated(parent.methods)) {
    throw forbidden('Using a delegated token to create another token is not allowed.');
  }
}

function defaultScope(directory: Directory, user: User): Scope {
  const projectId = user.default_project_id;
  if (projectId === undefined || !directory.projects.get(projectId)?.enabled) return {};
  return directory.effectiveRoles(user.id, 'project', projectId).length > 0 ? { projectId } : {};
}

function claim(
  directory: Directory,
  user: User,
  methods: readonly string[],
  scope: Scope,
  parent: Token | undefined,
  credential: ApplicationCredential | undefined,
): Claims {
  const { trust, projectId, domainId, system } = scope;
  // Only the trustee logs in with a trust; with impersonation the token then speaks for the trustor.
  if (trust !== undefined && trust.trustee_user_id !== user.id) throw forbidden();
  const issuedAt = Math.floor(directory.kernel.clock.now() / 1000) * 1000;
  return {
    userId: trust?.impersonation ? trust.trustor_user_id : user.id,
    methods,
    ...(projectId !== undefined && { projectId }),
    ...(domainId !== undefined && { domainId }),
    ...(system && { system }),
    ...(trust && { trustId: trust.id }),
    ...(credential && { applicationCredentialId: credential.id }),
    issuedAt,
    expiresAt: parent?.expiresAt ?? issuedAt + TOKEN_LIFE_MS,
    audit: [auditId(directory), ...(parent ? [parent.audit.at(-1)!] : [])],
  };
}

function useTrust(directory: Directory, { trust }: Scope): void {
  if (trust === undefined || trust.remaining_uses === null) return;
  directory.trusts.update(trust.id, { remaining_uses: trust.remaining_uses - 1 });
}
