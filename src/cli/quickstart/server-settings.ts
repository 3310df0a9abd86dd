import { join } from 'node:path';
import type { CloudAccess } from '../../clouds/credential-secret.ts';
import { CONFIG_SCHEMA, type Config } from '../../server/config/schema.ts';
import { keystoneUrl, LOOPBACK, SANDBOX_PASSWORD, SANDBOX_SERVICE_USER } from './sandbox-clouds.ts';

/** The configuration of the quickstart's server, as a file would have it. `limits` replace the defaults. */
export function quickstartConfig(
  port: number,
  homePort: number,
  data: string,
  limits: Partial<Config['limits']> = {},
): Config {
  return CONFIG_SCHEMA.parse({
    listen: { host: LOOPBACK, port },
    home: { name: 'east', auth_url: keystoneUrl(homePort) },
    storage: { path: join(data, 'isotherm.db') },
    vault: { key_file: join(data, 'vault.key') },
    // Its clouds are on this machine.
    egress: { allow: ['127.0.0.0/8'] },
    clouds: { concurrency: 64, requests_per_second: 2000 },
    log: { file: join(data, 'isotherm.log') },
    limits,
  });
}

/** The sandbox cloud whose Keystone guards the server, and the service user there. */
export function quickstartHome(homePort: number): CloudAccess {
  return {
    cloud: { name: 'east', authUrl: keystoneUrl(homePort), region: 'RegionOne' },
    credential: {
      authType: 'password',
      auth: {
        username: SANDBOX_SERVICE_USER,
        password: SANDBOX_PASSWORD,
        user_domain_name: 'Default',
        project_name: 'service',
        project_domain_name: 'Default',
      },
    },
  };
}
