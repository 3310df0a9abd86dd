import { CloudError, isCloudError } from './errors.ts';
import type { Login } from './login/index.ts';
import type { Credential } from './types.ts';

/** Shorter ones stand in many a sentence that has nothing to do with them. */
const SHORTEST = 4;

/** Parameters of a login that are nobody's business, by keystoneauth's names; `access_token_endpoint` and `_type` are no secrets. */
const SECRET = /(password|secret|token|passcode|totp)(?![-_](endpoint|type)$)/i;

/** The error without the secrets that the other side said back. */
export function discreet(error: CloudError, secrets: readonly string[]): CloudError {
  const found = secrets.filter((secret) => secret.length >= SHORTEST && error.message.includes(secret));
  if (found.length === 0) return error;
  const message = found.reduce((text, secret) => text.replaceAll(secret, '******'), error.message);
  const { cloud, code, service, method, path, status, requestId } = error;
  return new CloudError(message, { cloud, code, service, method, path, status, requestId });
}

/** A login whose failure tells nothing of the credential, whatever the cloud answers. */
export function discreetLogin(login: Login, { auth }: Credential): Login {
  const secrets = Object.entries(auth).flatMap(([name, value]) =>
    typeof value === 'string' && SECRET.test(name) ? [value] : [],
  );
  return async (context) => {
    try {
      return await login(context);
    } catch (error) {
      throw isCloudError(error) ? discreet(error, secrets) : error;
    }
  };
}
