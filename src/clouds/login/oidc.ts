import { readAnswer } from '../answer.ts';
import { isMap, own, type ValueMap } from '../../expressions/values.ts';
import { CloudError } from '../errors.ts';
import { Secret } from '../secret.ts';
import type { WireRequest } from '../types.ts';
import type { Grant } from './grant.ts';
import { exchange, grantFrom, issueToken } from './issue.ts';
import { AUTH_URL, SCOPE, type Parameters } from './parameters.ts';
import type { LoginContext, Parameter } from './plugin.ts';
import type { Wording } from './refusal.ts';
import { scopeOf } from './scope.ts';

export const FEDERATION: readonly Parameter[] = [
  ...AUTH_URL,
  ...SCOPE,
  { name: 'identity_provider', required: true },
  { name: 'protocol', required: true },
];

export const CLIENT: readonly Parameter[] = [
  { name: 'client_id', required: true },
  { name: 'client_secret' },
  { name: 'openid_scope', aliases: ['scope'] },
  { name: 'access_token_endpoint' },
  { name: 'discovery_endpoint' },
  { name: 'access_token_type' },
];

const PROVIDER: Wording = { speaker: 'The OpenID Connect provider answered' };
const KEYSTONE: Wording = {
  speaker: 'Keystone did not take what the identity provider says',
  hint: 'does its mapping know this user?',
};

/** What is wrong with where the access token is to come from, if anything. */
export function clientProblem(parameters: Parameters): string | undefined {
  if (!parameters.any('access_token_endpoint', 'discovery_endpoint')) {
    return "'access_token_endpoint' or 'discovery_endpoint' is needed";
  }
  const kind = parameters.text('access_token_type');
  return kind === undefined || kind === 'access_token' || kind === 'id_token'
    ? undefined
    : "'access_token_type' can be 'access_token' or 'id_token'";
}

/** Gets an access token from the OpenID Connect provider with one of OAuth 2.0's grants (RFC 6749 §4.3, §4.4). */
export async function accessToken(
  parameters: Parameters,
  context: LoginContext,
  grant: Readonly<Record<string, string>>,
): Promise<Secret> {
  const url = await tokenEndpoint(parameters, context, grant['grant_type'] ?? '');
  const client = `${parameters.need('client_id')}:${parameters.text('client_secret') ?? ''}`;
  const body = new URLSearchParams({ scope: parameters.text('openid_scope') ?? 'openid profile', ...grant });
  const answer = await json(context, {
    method: 'POST',
    url,
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(client).toString('base64')}`,
    },
    body: body.toString(),
  });
  const key = parameters.text('access_token_type') ?? 'access_token';
  const found = own(answer, key);
  if (typeof found !== 'string') throw unusable(context, `The OpenID Connect provider answered without '${key}'`);
  return new Secret(found);
}

/** Exchanges an access token for a token of Keystone (`OS-FEDERATION`), and that for one of the wanted scope. */
export async function federate(parameters: Parameters, context: LoginContext, access: Secret): Promise<Grant> {
  const provider = encodeURIComponent(parameters.need('identity_provider'));
  const protocol = encodeURIComponent(parameters.need('protocol'));
  const request: WireRequest = {
    method: 'POST',
    url: `${context.identity}/OS-FEDERATION/identity_providers/${provider}/protocols/${protocol}/auth`,
    headers: { accept: 'application/json', authorization: `Bearer ${access.reveal()}` },
  };
  const unscoped = await grantFrom(context, request, { wording: KEYSTONE });
  const scope = scopeOf(parameters);
  return scope === undefined || unscoped.token === undefined
    ? unscoped
    : issueToken(context, { token: { id: unscoped.token.reveal() } }, scope);
}

async function tokenEndpoint(parameters: Parameters, context: LoginContext, grantType: string): Promise<string> {
  const given = parameters.text('access_token_endpoint');
  const url = parameters.text('discovery_endpoint');
  if (url === undefined) return given ?? '';
  const document = await json(context, { method: 'GET', url, headers: { accept: 'application/json' } });
  const supported = own(document, 'grant_types_supported');
  if (Array.isArray(supported) && !supported.includes(grantType)) {
    throw unusable(context, `The OpenID Connect provider does not offer the grant type ${grantType}`);
  }
  const found = given ?? own(document, 'token_endpoint');
  if (typeof found !== 'string')
    throw unusable(context, 'The OpenID Connect discovery document names no token_endpoint');
  return found;
}

async function json(context: LoginContext, request: WireRequest): Promise<ValueMap> {
  const answer = await exchange(context, context.outside(request.url), request, PROVIDER);
  try {
    const body = readAnswer(answer.body);
    if (isMap(body)) return body;
  } catch {
    // Said below, as for any other answer that is not an object.
  }
  throw unusable(context, 'The OpenID Connect provider did not answer with a JSON object');
}

function unusable(context: LoginContext, message: string): CloudError {
  return new CloudError(message, { cloud: context.link.cloud.name, service: 'identity', code: 'LoginFailed' });
}
