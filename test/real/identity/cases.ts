import { passcodeAt } from '../../../src/sandbox/keystone/totp.ts';
import type { CloudErrorCode } from '../../../src/clouds/errors.ts';
import type { Credential } from '../../../src/clouds/types.ts';
import type { ValueMap } from '../../../src/expressions/values.ts';
import { CLIENT, USERS, type Provider } from './provider.ts';
import { PASSWORD, TOTP_SECRET, type People } from './set-up.ts';

const DENIED = 'The request you have made requires authentication.';
export const PASSCODE_REFUSED = `${DENIED} (a passcode is good for a minute at most)`;

/** A login, and what is to become of it. */
export interface LoginCase {
  readonly name: string;
  readonly credential: Credential;
  /** Absent where it is to succeed. */
  readonly refusal?: { readonly code: CloudErrorCode; readonly says: string | RegExp };
}

/** The passcode of a moment, in milliseconds since the epoch. */
const passcode = (at = Date.now()): string => passcodeAt(TOTP_SECRET, at);

/** Logins with passcodes, with and without other factors. */
export function passcodeCases(authUrl: string, people: People): LoginCase[] {
  const common = { auth_url: authUrl, project_id: people.projectId };
  const totp = (code: string): Credential => ({
    authType: 'v3totp',
    auth: { ...common, user_id: people.single, passcode: code },
  });
  const double = (auth: ValueMap): Credential => ({
    authType: 'v3multifactor',
    auth: { ...common, user_id: people.double, ...auth },
  });
  const both = { auth_methods: ['v3password', 'v3totp'], password: PASSWORD };
  const more = /^This is not enough to log in: Keystone asks this user for (password and totp|totp and password)$/;
  const code = passcode();
  return [
    { name: 'a passcode', credential: totp(code) },
    { name: 'the same passcode again', credential: totp(code) },
    { name: 'a wrong passcode', credential: totp('12345'), refusal: { code: 'LoginFailed', says: PASSCODE_REFUSED } },
    {
      name: 'the passcode of ten minutes ago',
      credential: totp(passcode(Date.now() - 600_000)),
      refusal: { code: 'LoginFailed', says: PASSCODE_REFUSED },
    },
    { name: 'two factors', credential: double({ ...both, passcode: code }) },
    {
      name: 'two factors, the passcode wrong',
      credential: double({ ...both, passcode: '12345' }),
      refusal: { code: 'LoginFailed', says: PASSCODE_REFUSED },
    },
    {
      name: 'two factors, the password wrong',
      credential: double({ ...both, password: 'wrong', passcode: code }),
      refusal: { code: 'LoginFailed', says: PASSCODE_REFUSED },
    },
    {
      name: 'one factor of two',
      credential: double({ auth_methods: ['v3password'], password: PASSWORD }),
      refusal: { code: 'LoginFailed', says: more },
    },
    {
      name: 'a password alone where two factors are wanted',
      credential: { authType: 'v3password', auth: { ...common, user_id: people.double, password: PASSWORD } },
      refusal: { code: 'LoginFailed', says: more },
    },
    {
      name: 'a passcode alone where two factors are wanted',
      credential: { authType: 'v3totp', auth: { ...common, user_id: people.double, passcode: code } },
      refusal: { code: 'LoginFailed', says: more },
    },
  ];
}

/** Logins by way of an OpenID Connect provider. */
export function federatedCases(authUrl: string, provider: Provider, projectId: string): LoginCase[] {
  const { issuer } = provider;
  const common = { auth_url: authUrl, identity_provider: 'corp', protocol: 'openid', project_id: projectId };
  const client = { client_id: CLIENT.id, client_secret: CLIENT.secret };
  const discovery = { discovery_endpoint: `${issuer}/.well-known/openid-configuration` };
  const direct = { access_token_endpoint: `${issuer}/token` };
  // tcpmux, which no machine has served for long.
  const nobody = 'https://127.0.0.1:1';
  const asUser = (auth: ValueMap): Credential => ({
    authType: 'v3oidcpassword',
    auth: { ...common, ...client, username: 'demo', password: USERS['demo']!, ...auth },
  });
  const asClient = (auth: ValueMap): Credential => ({
    authType: 'v3oidcclientcredentials',
    auth: { ...common, ...client, ...auth },
  });
  const withToken = (auth: ValueMap): Credential => ({
    authType: 'v3oidcaccesstoken',
    auth: { ...common, access_token: provider.issue('demo'), ...auth },
  });
  const said = (text: string): string => `The OpenID Connect provider answered: ${text}`;
  const taken = (text: string): string => `Keystone did not take what the identity provider says: ${text}`;
  const forbidden = taken('You are not authorized to perform the requested action.');
  const invalid = taken('JWT token could not be validated');
  const noObject = 'The OpenID Connect provider did not answer with a JSON object';
  const down = `Unable to establish connection to ${nobody} of cloud private`;
  const refused = (
    name: string,
    credential: Credential,
    says: string | RegExp,
    code: CloudErrorCode = 'LoginFailed',
  ): LoginCase => ({ name, credential, refusal: { code, says } });
  return [
    { name: 'user and password, by discovery', credential: asUser(discovery) },
    { name: 'user and password, the endpoint named', credential: asUser(direct) },
    { name: 'user and password, an id token', credential: asUser({ ...direct, access_token_type: 'id_token' }) },
    { name: 'a client, by discovery', credential: asClient(discovery) },
    {
      name: 'a client, another protocol',
      credential: asClient({ ...direct, identity_provider: 'any', protocol: 'mapped' }),
    },
    { name: 'an access token', credential: withToken({}) },
    refused(
      'a wrong client secret',
      asClient({ ...discovery, client_secret: 'wrong' }),
      said('Invalid client credentials'),
    ),
    refused('a wrong password', asUser({ ...discovery, password: 'wrong' }), said('Invalid user credentials')),
    refused(
      'a user whom the mapping does not know',
      asUser({ ...discovery, username: 'stranger' }),
      taken('The request you have made requires authentication. (does its mapping know this user?)'),
    ),
    refused(
      'the same user by another protocol of the same identity provider',
      asUser({ ...direct, protocol: 'mapped' }),
      taken('Conflict occurred attempting to store federated_user - Duplicate entry.'),
    ),
    refused(
      'an unknown identity provider',
      withToken({ identity_provider: 'none' }),
      taken('Could not find Identity Provider: none.'),
    ),
    refused(
      'an unknown protocol',
      withToken({ protocol: 'saml2' }),
      /^Keystone did not take what the identity provider says: Attempted to authenticate with an unsupported method\./,
    ),
    refused('a disabled identity provider', withToken({ identity_provider: 'off' }), forbidden),
    refused('an identity provider with another issuer', withToken({ identity_provider: 'other' }), forbidden),
    refused('a project without a role', withToken({ project_id: 'none' }), DENIED),
    refused('a made-up token', withToken({ access_token: 'made-up' }), invalid),
    refused('an expired token', withToken({ access_token: provider.issue('demo', 1_000_000_000) }), invalid),
    refused(
      'a login for browsers',
      withToken({ identity_provider: 'browser' }),
      taken('The login was answered with status 401'),
    ),
    refused('a provider that is down', asClient({ access_token_endpoint: `${nobody}/token` }), down, 'Unreachable'),
    refused('a discovery that is down', asClient({ discovery_endpoint: `${nobody}/d` }), down, 'Unreachable'),
    refused(
      'a provider that is broken',
      asClient({ access_token_endpoint: `${issuer}/broken` }),
      said('The login was answered with status 500'),
      'ServerError',
    ),
    refused('a page for a token', asClient({ access_token_endpoint: `${issuer}/page` }), noObject),
    refused('a list for a token', asClient({ access_token_endpoint: `${issuer}/list` }), noObject),
    refused(
      'no token',
      asClient({ access_token_endpoint: `${issuer}/empty` }),
      "The OpenID Connect provider answered without 'access_token'",
    ),
    refused(
      'a token endpoint that is not there',
      asClient({ access_token_endpoint: `${issuer}/gone` }),
      said('not_found'),
    ),
    refused('a page for a discovery', asClient({ discovery_endpoint: `${issuer}/page` }), noObject),
    refused(
      'an empty discovery',
      asClient({ discovery_endpoint: `${issuer}/empty` }),
      'The OpenID Connect discovery document names no token_endpoint',
    ),
    refused(
      'a grant that is not offered',
      asUser({ discovery_endpoint: `${issuer}/no-password` }),
      'The OpenID Connect provider does not offer the grant type password',
    ),
  ];
}
