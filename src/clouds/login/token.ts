import { Secret } from '../secret.ts';
import { grantFrom, issueToken } from './issue.ts';
import { tokenMethod } from './methods.ts';
import { AUTH_URL, DEFAULT_DOMAIN, SCOPE } from './parameters.ts';
import type { LoginPlugin } from './plugin.ts';
import { scopeOf, scopeProblem } from './scope.ts';

/**
 * A token from elsewhere. With a scope it is exchanged for one of that scope, as in keystoneauth. Without one it is used as it is,
 * and Keystone is asked what it may do: tokens of trusts and application credentials cannot be exchanged at all.
 */
export const token: LoginPlugin = {
  names: ['token', 'v3token'],
  parameters: [...AUTH_URL, ...SCOPE, ...DEFAULT_DOMAIN, { name: 'token', required: true }],
  problem: scopeProblem,
  login: (parameters, context) => {
    const scope = scopeOf(parameters);
    if (scope !== undefined) return issueToken(context, tokenMethod(parameters), scope);
    const given = parameters.need('token');
    const headers = { accept: 'application/json', 'x-auth-token': given, 'x-subject-token': given };
    const request = { method: 'GET', url: `${context.identity}/auth/tokens`, headers };
    return grantFrom(context, request, { asked: new Secret(given) });
  },
};
