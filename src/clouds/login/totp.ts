import { issueToken } from './issue.ts';
import { totpMethod } from './methods.ts';
import { AUTH_URL, SCOPE, USER } from './parameters.ts';
import type { LoginPlugin } from './plugin.ts';
import { firstProblem, scopeOf, scopeProblem, userProblem } from './scope.ts';

/** A time-based one-time passcode. It serves one login: when its token ends, a new passcode is needed. */
export const totp: LoginPlugin = {
  names: ['v3totp'],
  parameters: [...AUTH_URL, ...SCOPE, ...USER, { name: 'passcode', required: true }],
  problem: (parameters) => firstProblem(userProblem(parameters), scopeProblem(parameters)),
  login: (parameters, context) => issueToken(context, totpMethod(parameters), scopeOf(parameters)),
};
