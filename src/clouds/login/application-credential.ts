import { issueToken } from './issue.ts';
import { applicationCredentialMethod } from './methods.ts';
import { AUTH_URL, SCOPE, USER } from './parameters.ts';
import type { LoginPlugin } from './plugin.ts';
import { firstProblem, scopeOf, scopeProblem, userProblem } from './scope.ts';

/** An application credential: its id or name, and its secret. It brings its own scope; Keystone refuses any other. */
export const applicationCredential: LoginPlugin = {
  names: ['v3applicationcredential'],
  parameters: [
    ...AUTH_URL,
    ...SCOPE,
    ...USER,
    { name: 'application_credential_secret', required: true },
    { name: 'application_credential_id' },
    { name: 'application_credential_name' },
  ],
  problem: (parameters) => {
    if (parameters.any('application_credential_id')) return scopeProblem(parameters);
    if (parameters.any('application_credential_name'))
      return firstProblem(userProblem(parameters), scopeProblem(parameters));
    return "'application_credential_id', or 'application_credential_name' with its user, is needed";
  },
  login: (parameters, context) => issueToken(context, applicationCredentialMethod(parameters), scopeOf(parameters)),
};
