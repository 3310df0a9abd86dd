import { CloudError } from '../errors.ts';
import type { Cloud, Credential } from '../types.ts';
import { applicationCredential } from './application-credential.ts';
import type { Grant } from './grant.ts';
import { httpBasic } from './http-basic.ts';
import { multiFactor } from './multi-factor.ts';
import { none } from './none.ts';
import { oidcAccessToken } from './oidc-access-token.ts';
import { oidcClientCredentials } from './oidc-client-credentials.ts';
import { oidcPassword } from './oidc-password.ts';
import { readParameters } from './parameters.ts';
import { password } from './password.ts';
import type { LoginContext, LoginPlugin } from './plugin.ts';
import { token } from './token.ts';
import { totp } from './totp.ts';

const PLUGINS: readonly LoginPlugin[] = [
  password,
  token,
  applicationCredential,
  totp,
  multiFactor,
  oidcPassword,
  oidcClientCredentials,
  oidcAccessToken,
  httpBasic,
  none,
];

/** keystoneauth's other plugins, and why they cannot serve here. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['v3oidcauthcode', 'it needs a browser'],
  ['v3oidcdeviceauthz', 'it needs a browser'],
  ['v3adfspassword', 'ADFS (WS-Trust) is not supported; use v3oidcpassword or an application credential'],
  ['v3samlpassword', 'SAML ECP is not supported; use v3oidcpassword or an application credential'],
  ['v3kerberos', 'it needs a Kerberos ticket of this machine'],
  ['v3fedkerb', 'it needs a Kerberos ticket of this machine'],
  ['v3oauth1', 'OAuth 1.0a is not supported; use an application credential'],
  [
    'v3oauth2clientcredential',
    'OAuth 2.0 at Keystone is not supported; use v3applicationcredential with the same values',
  ],
  ['v3oauth2mtlsclientcredential', 'it needs a client certificate of this machine'],
  ['v3tokenlessauth', 'it needs a client certificate of this machine'],
  ['v2password', 'Identity v2 is gone from OpenStack; use v3password'],
  ['v2token', 'Identity v2 is gone from OpenStack; use v3token'],
  ['admin_token', 'an admin token bypasses all policy; use v3password'],
]);

/** Logs in with the credential it was made from. */
export type Login = (context: LoginContext) => Promise<Grant>;

/** Names of all login plugins there are. */
export function loginNames(): readonly string[] {
  return PLUGINS.flatMap(({ names }) => names);
}

/** Names of the parameters that a plugin takes, aliases left out; undefined when there is no such plugin. */
export function loginParameters(authType: string): readonly string[] | undefined {
  return find(authType)?.parameters.map(({ name }) => name);
}

/**
 * Checks a credential without asking anyone. Throws {@link CloudError} `BadCredential` that lists everything wrong with it: no such
 * plugin, unknown, missing or contradicting parameters. The text names parameters, never their values.
 */
export function loginOf(cloud: Cloud, credential: Credential): Login {
  const bad = (message: string): CloudError => new CloudError(message, { cloud: cloud.name, code: 'BadCredential' });
  const plugin = find(credential.authType);
  if (plugin === undefined) {
    const why = REFUSED.get(credential.authType);
    if (why !== undefined) throw bad(`The login plugin '${credential.authType}' cannot be used: ${why}`);
    throw bad(`There is no login plugin '${credential.authType}': known are ${loginNames().join(', ')}`);
  }
  const parameters = readParameters(plugin, credential.auth);
  if ('length' in parameters) {
    const allowed = plugin.parameters.map(({ name }) => name).join(', ');
    throw bad(
      `The credential for '${credential.authType}' is not valid: ${parameters.join('; ')}. It takes ${allowed}`,
    );
  }
  return (context) => plugin.login(parameters, context);
}

function find(authType: string): LoginPlugin | undefined {
  return PLUGINS.find(({ names }) => names.includes(authType));
}
