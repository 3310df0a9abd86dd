import { access, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cloudsYamlPaths, readCloudsYaml } from '../../clouds/cloudsyaml.ts';
import type { CloudAccess } from '../../clouds/credential-secret.ts';
import { isCloudError } from '../../clouds/errors.ts';
import type { Cloud } from '../../clouds/types.ts';
import type { Value } from '../../expressions/values.ts';
import { ConfigError } from './error.ts';
import { isPem } from './load.ts';
import type { Config } from './schema.ts';

type HomeConfig = Config['home'];
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The home cloud and the login of the service user, from the configuration and the files and variables that it names.
 * Throws {@link ConfigError} when something is missing or cannot be read.
 */
export async function readHome(home: HomeConfig, env: Environment): Promise<CloudAccess> {
  const entry = home.cloud === undefined ? undefined : await cloudEntry(home.cloud, home.clouds_yaml, env);
  const authType = home.auth_type ?? entry?.credential.authType ?? 'password';
  // Stacks are acted for by trusts, which only such a login can be combined with.
  if (authType !== 'password' && authType !== 'v3password') {
    throw new ConfigError(
      `home.auth_type: the service user must log in with a password (password or v3password), not ${authType}`,
    );
  }
  const authUrl = home.auth_url ?? entry?.cloud.authUrl;
  if (authUrl === undefined)
    throw new ConfigError('home.auth_url: the home cloud needs one (or home.cloud, an entry of a clouds.yaml)');
  const password = await readPassword(home, env);
  const auth = { ...entry?.credential.auth, ...home.auth, ...(password !== undefined && { password }) };
  requireLogin(auth);
  return {
    cloud: { ...entry?.cloud, name: home.name, authUrl, ...(await trust(home)) },
    credential: { authType, auth },
  };
}

/**
 * An entry of a clouds.yaml: of that file, or of the first that the OpenStack clients would find. A secure.yaml beside it counts.
 * Throws {@link ConfigError}.
 */
export async function cloudEntry(name: string, file: string | undefined, env: Environment): Promise<CloudAccess> {
  const candidates = file === undefined ? cloudsYamlPaths(env, process.cwd()) : [file];
  for (const path of candidates) {
    const exists = await access(path).then(
      () => true,
      () => false,
    );
    if (!exists) continue;
    const text = await readFile(path, 'utf8');
    const secure = await readFile(join(dirname(path), 'secure.yaml'), 'utf8').catch(() => undefined);
    try {
      return await readCloudsYaml(name, text, (pem) => readFile(pem, 'utf8'), secure);
    } catch (error) {
      if (!isCloudError(error)) throw error;
      throw new ConfigError(`${path}: ${error.message}`, { cause: error });
    }
  }
  throw new ConfigError(`The cloud ${name} is not known: there is no ${candidates.join(', nor ')}`);
}

async function readPassword(home: HomeConfig, env: Environment): Promise<string | undefined> {
  if (home.password_file !== undefined) {
    return (await read(home.password_file, 'home.password_file')).replace(/\r?\n$/, '');
  }
  if (home.password_env === undefined) return undefined;
  const password = env[home.password_env];
  if (password === undefined || password === '') {
    throw new ConfigError(`home.password_env: the environment variable ${home.password_env} is not set`);
  }
  return password;
}

function requireLogin(auth: Readonly<Record<string, Value>>): void {
  const has = (...names: string[]): boolean => names.some((name) => auth[name] !== undefined && auth[name] !== '');
  const missing = [
    ...(has('username', 'user_id') ? [] : ['username']),
    ...(has('password') ? [] : ['password (or home.password_file, home.password_env)']),
    ...(has('project_name', 'project_id') ? [] : ['project_name']),
  ];
  if (missing.length > 0) throw new ConfigError(`home.auth: missing ${missing.join(', ')}`);
}

async function trust(home: HomeConfig): Promise<Partial<Cloud>> {
  const { region, insecure, ca_cert: pem } = home;
  return {
    ...(region !== undefined && { region }),
    ...(home.interface !== undefined && { interface: home.interface }),
    ...(insecure !== undefined && { insecure }),
    ...(pem !== undefined && { caCert: isPem(pem) ? pem : await read(pem, 'home.ca_cert') }),
  };
}

async function read(path: string, key: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new ConfigError(`${key}: ${(error as Error).message}`, { cause: error });
  }
}
