import { fixedGrant } from './grant.ts';
import { AUTH_URL } from './parameters.ts';
import type { LoginPlugin } from './plugin.ts';

/** What keystoneauth sends for a token: some services without Keystone, such as Cinder, answer nothing of use without one. */
const NO_TOKEN = { 'x-auth-token': 'notused' };

/** No authentication, for a service that runs without Keystone at one endpoint. */
export const none: LoginPlugin = {
  names: ['none'],
  parameters: [...AUTH_URL, { name: 'endpoint', required: true }],
  login: (parameters) => Promise.resolve(fixedGrant(parameters.need('endpoint'), () => NO_TOKEN)),
};
