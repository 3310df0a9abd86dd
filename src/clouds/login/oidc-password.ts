import { accessToken, CLIENT, clientProblem, federate, FEDERATION } from './oidc.ts';
import type { LoginPlugin } from './plugin.ts';
import { firstProblem, scopeProblem } from './scope.ts';

/** User and password at an OpenID Connect provider that Keystone trusts. */
export const oidcPassword: LoginPlugin = {
  names: ['v3oidcpassword'],
  parameters: [
    ...FEDERATION,
    ...CLIENT,
    { name: 'username', aliases: ['user_name'], required: true },
    { name: 'password', required: true },
  ],
  problem: (parameters) => firstProblem(clientProblem(parameters), scopeProblem(parameters)),
  login: async (parameters, context) => {
    const username = parameters.need('username');
    const grant = { grant_type: 'password', username, password: parameters.need('password') };
    return federate(parameters, context, await accessToken(parameters, context, grant));
  },
};
