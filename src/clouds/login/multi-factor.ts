import type { ValueMap } from '../../expressions/values.ts';
import { issueToken } from './issue.ts';
import { applicationCredentialMethod, passwordMethod, tokenMethod, totpMethod } from './methods.ts';
import { AUTH_URL, SCOPE, USER, type Parameters } from './parameters.ts';
import type { LoginPlugin } from './plugin.ts';
import { firstProblem, scopeOf, scopeProblem, userProblem } from './scope.ts';

interface Factor {
  readonly build: (parameters: Parameters) => Readonly<Record<string, ValueMap>>;
  readonly needs: string;
  readonly ofUser?: true;
}

const FACTORS: ReadonlyMap<string, Factor> = new Map<string, Factor>([
  ['v3password', { build: passwordMethod, needs: 'password', ofUser: true }],
  ['v3totp', { build: totpMethod, needs: 'passcode', ofUser: true }],
  ['v3token', { build: tokenMethod, needs: 'token' }],
  ['v3applicationcredential', { build: applicationCredentialMethod, needs: 'application_credential_secret' }],
]);

/** Several methods at once, each by the name of its plugin, and the parameters of all of them. */
export const multiFactor: LoginPlugin = {
  names: ['v3multifactor'],
  parameters: [
    ...AUTH_URL,
    ...SCOPE,
    ...USER,
    { name: 'auth_methods', required: true, list: true },
    { name: 'password' },
    { name: 'passcode' },
    { name: 'token' },
    { name: 'application_credential_secret' },
    { name: 'application_credential_id' },
    { name: 'application_credential_name' },
  ],
  problem: (parameters) => {
    const methods = parameters.list('auth_methods');
    const unknown = methods.find((method) => !FACTORS.has(method));
    if (unknown !== undefined) return `'auth_methods' can hold ${[...FACTORS.keys()].join(', ')}, not '${unknown}'`;
    const missing = methods.map((method) => FACTORS.get(method)!.needs).find((name) => !parameters.any(name));
    if (missing !== undefined) return `missing parameter '${missing}'`;
    const ofUser = methods.some((method) => FACTORS.get(method)!.ofUser === true);
    return firstProblem(ofUser ? userProblem(parameters) : undefined, scopeProblem(parameters));
  },
  login: (parameters, context) => {
    const built = parameters.list('auth_methods').map((method) => FACTORS.get(method)!.build(parameters));
    return issueToken(context, Object.assign({}, ...built) as Record<string, ValueMap>, scopeOf(parameters));
  },
};
