import { Secret } from '../secret.ts';
import { fixedGrant } from './grant.ts';
import { AUTH_URL } from './parameters.ts';
import type { LoginPlugin } from './plugin.ts';

/** HTTP basic authentication, for a service that runs without Keystone at one endpoint. */
export const httpBasic: LoginPlugin = {
  names: ['http_basic'],
  parameters: [
    ...AUTH_URL,
    { name: 'username', aliases: ['user_name'], required: true },
    { name: 'password', required: true },
    { name: 'endpoint', required: true },
  ],
  login: (parameters) => {
    const text = `${parameters.need('username')}:${parameters.need('password')}`;
    const secret = new Secret(Buffer.from(text).toString('base64'));
    const headers = (): Record<string, string> => ({ authorization: `Basic ${secret.reveal()}` });
    return Promise.resolve(fixedGrant(parameters.need('endpoint'), headers));
  },
};
