import { isMap, own, type ValueMap } from '../expressions/values.ts';
import { parseJson } from '../expressions/json.ts';
import { CloudError } from './errors.ts';
import { loginOf } from './login/index.ts';
import type { Secret } from './secret.ts';
import type { Cloud, Credential } from './types.ts';

/** A cloud, and how to log in there. */
export interface CloudAccess {
  readonly cloud: Cloud;
  readonly credential: Credential;
}

/**
 * Reads a credential as `OS::Heat::Stack` takes it from a Barbican secret: `{"auth_type": …, "auth": {"auth_url": …, …}}`. `cloud`
 * holds what the secret does not. Throws CloudError `BadCredential` that says what is wrong, but nothing of what the secret holds.
 */
export function parseCredentialSecret(secret: Secret, cloud: Omit<Cloud, 'authUrl'>): CloudAccess {
  const bad = (message: string): CloudError => new CloudError(message, { cloud: cloud.name, code: 'BadCredential' });
  const body = parse(secret);
  if (body === undefined) throw bad('The credential secret is not a JSON object');
  const authType = own(body, 'auth_type');
  if (typeof authType !== 'string') throw bad("The credential secret has no 'auth_type'");
  const auth = own(body, 'auth');
  if (!isMap(auth)) throw bad("The credential secret has no 'auth' with the parameters of the login");
  const withoutKeystone = authType === 'none' || authType === 'http_basic';
  const authUrl =
    own(auth, 'auth_url') ?? own(auth, 'auth-url') ?? (withoutKeystone ? own(auth, 'endpoint') : undefined);
  if (typeof authUrl !== 'string') throw bad("The 'auth' of the credential secret has no 'auth_url'");
  const access = { cloud: { ...cloud, authUrl }, credential: { authType, auth } };
  loginOf(access.cloud, access.credential);
  return access;
}

function parse(secret: Secret): ValueMap | undefined {
  try {
    const body = parseJson(secret.reveal());
    return isMap(body) ? body : undefined;
  } catch {
    // What the parser says quotes the text.
    return undefined;
  }
}
