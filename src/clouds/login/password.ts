import { issueToken } from './issue.ts';
import { passwordMethod } from './methods.ts';
import { AUTH_URL, DEFAULT_DOMAIN, SCOPE, USER } from './parameters.ts';
import type { LoginPlugin } from './plugin.ts';
import { firstProblem, scopeOf, scopeProblem, userProblem } from './scope.ts';

/** User and password; with `trust_id`, what the trustor has entrusted. */
export const password: LoginPlugin = {
  names: ['password', 'v3password'],
  parameters: [...AUTH_URL, ...SCOPE, ...DEFAULT_DOMAIN, ...USER, { name: 'password', required: true }],
  problem: (parameters) => firstProblem(userProblem(parameters), scopeProblem(parameters)),
  login: (parameters, context) => issueToken(context, passwordMethod(parameters), scopeOf(parameters)),
};
