import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { destination } from 'pino';
import type { CloudAccess } from '../../../src/clouds/credential-secret.ts';
import type { ValueMap } from '../../../src/expressions/values.ts';
import { composeServer, type Server } from '../../../src/server/compose.ts';
import { CONFIG_SCHEMA } from '../../../src/server/config/schema.ts';
import { makeLog } from '../../../src/server/log.ts';

/** The service user of a real cloud. */
const SERVICE_USER = process.env['ISOTHERM_REAL_SERVICE_USER'] ?? 'heat';
const SERVICE_PASSWORD = process.env['ISOTHERM_REAL_SERVICE_PASSWORD'] ?? 'secret';

/** A server in this process whose home is a real cloud, with a folder of its own. */
export interface RealServer {
  readonly server: Server;
  /** Its log at debug level. */
  readonly logFile: string;
  readonly database: string;
  stop(): Promise<void>;
}

/** The service user's way into a real cloud. */
export function serviceAccess({ cloud }: CloudAccess): CloudAccess {
  const auth = {
    username: SERVICE_USER,
    password: SERVICE_PASSWORD,
    project_name: 'service',
    user_domain_id: 'default',
    project_domain_id: 'default',
  };
  return { cloud, credential: { authType: 'password', auth } };
}

/** Makes a server at home on a cloud that is on this machine; `more` goes into its configuration. It is not started. */
export async function makeRealServer(name: string, home: CloudAccess, more: ValueMap = {}): Promise<RealServer> {
  const folder = await mkdtemp(join(tmpdir(), 'isotherm-real-'));
  const [logFile, database] = [join(folder, 'log'), join(folder, 'db')];
  const config = CONFIG_SCHEMA.parse({
    home: { name, auth_url: home.cloud.authUrl },
    storage: { path: database },
    vault: { key_file: join(folder, 'key') },
    egress: { allow: ['127.0.0.0/8'] },
    log: { level: 'debug' },
    ...more,
  });
  const log = makeLog('debug', destination({ dest: logFile, sync: true }));
  const server = await composeServer({ config, home, log });
  await server.app.ready();
  return {
    server,
    logFile,
    database,
    async stop() {
      await server.stop();
      if (process.env['KEEP'] === undefined) await rm(folder, { recursive: true });
    },
  };
}
