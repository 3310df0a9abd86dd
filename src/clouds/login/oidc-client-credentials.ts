import { accessToken, CLIENT, clientProblem, federate, FEDERATION } from './oidc.ts';
import type { LoginPlugin } from './plugin.ts';
import { firstProblem, scopeProblem } from './scope.ts';

/** A client of an OpenID Connect provider, in its own name. */
export const oidcClientCredentials: LoginPlugin = {
  names: ['v3oidcclientcredentials'],
  parameters: [...FEDERATION, ...CLIENT],
  problem: (parameters) => firstProblem(clientProblem(parameters), scopeProblem(parameters)),
  login: async (parameters, context) =>
    federate(parameters, context, await accessToken(parameters, context, { grant_type: 'client_credentials' })),
};
