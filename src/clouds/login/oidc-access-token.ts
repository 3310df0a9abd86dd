import { Secret } from '../secret.ts';
import { federate, FEDERATION } from './oidc.ts';
import type { LoginPlugin } from './plugin.ts';
import { scopeProblem } from './scope.ts';

/** An access token that an OpenID Connect provider gave earlier. */
export const oidcAccessToken: LoginPlugin = {
  names: ['v3oidcaccesstoken'],
  parameters: [...FEDERATION, { name: 'access_token', required: true }],
  problem: scopeProblem,
  login: (parameters, context) => federate(parameters, context, new Secret(parameters.need('access_token'))),
};
