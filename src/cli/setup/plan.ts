import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { CloudAccess } from '../../clouds/credential-secret.ts';
import { Secret } from '../../clouds/secret.ts';
import { readHome } from '../../server/config/home.ts';
import { loadConfig } from '../../server/config/load.ts';
import { UserError } from '../user-error.ts';
import type { Wish } from './prepare.ts';

export interface SetupOptions {
  readonly config?: string;
  readonly url: string;
  readonly user: string;
  readonly project: string;
  readonly role: string;
  readonly passwordFile: string;
  readonly resetPassword: boolean;
  readonly serviceType: string;
  readonly replaceEndpoint: boolean;
}

/** What a setup is to achieve, names and secrets decided. */
export interface SetupPlan {
  readonly user: string;
  readonly role: string;
  /** The server's URL, its prefix not included. */
  readonly url: string;
  readonly passwordFile: string;
  /** The service user's login. */
  readonly service: CloudAccess;
  wish(region: string): Wish;
}

const CATALOG_NAME = 'isotherm';
const DEFAULT_PREFIX = '/orchestration';
const STACK_DOMAIN = 'heat';

/**
 * Decides names, password and URL: those of the configuration where one is given, else those of the options. A password file that is
 * not there is made, but for a dry run. Throws UserError or ConfigError.
 */
export async function planSetup(options: SetupOptions, admin: CloudAccess, dryRun: boolean): Promise<SetupPlan> {
  const passwordFile = resolve(options.passwordFile);
  const given = options.config === undefined ? undefined : await fromConfig(options.config);
  const user = given?.user ?? options.user;
  const project = given?.project ?? options.project;
  const url = (given?.url ?? options.url).replace(/\/+$/, '');
  if (!/^https?:\/\/[^/]/.test(url)) throw new UserError(`--url: ${url} is not an http or https URL`);
  const password = given?.password ?? (await passwordOf(passwordFile, dryRun));
  const { role, resetPassword, serviceType: type, replaceEndpoint: replace } = options;
  return {
    user,
    role,
    url,
    passwordFile,
    service: { cloud: admin.cloud, credential: login(user, project, password) },
    wish: (region) => ({
      user,
      password,
      resetPassword,
      project,
      domainId: 'default',
      role,
      stackDomain: STACK_DOMAIN,
      stackDomainAdmin: `${STACK_DOMAIN}_domain_admin`,
      catalog: {
        type,
        name: CATALOG_NAME,
        url: `${url}${given?.prefix ?? DEFAULT_PREFIX}/v1/%(project_id)s`,
        region,
        replace,
      },
    }),
  };
}

interface Given {
  readonly user: string;
  readonly project: string;
  readonly password: Secret;
  readonly url: string | undefined;
  readonly prefix: string;
}

async function fromConfig(file: string): Promise<Given> {
  const config = await loadConfig(file);
  const { auth } = (await readHome(config.home, process.env)).credential;
  const { username, project_name: project, password } = auth;
  if (typeof username !== 'string' || typeof project !== 'string') {
    throw new UserError(
      `${file}: to set a Keystone up, home.auth must name the user and the project (username, project_name)`,
    );
  }
  return {
    user: username,
    project,
    password: new Secret(String(password)),
    url: config.public_url,
    prefix: config.api.prefix,
  };
}

async function passwordOf(file: string, dryRun: boolean): Promise<Secret> {
  try {
    return new Secret((await readFile(file, 'utf8')).trim());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw new UserError(`--password-file: ${(error as Error).message}`);
    }
  }
  const password = randomBytes(24).toString('base64url');
  if (!dryRun) await writeFile(file, `${password}\n`, { mode: 0o600, flag: 'wx' });
  return new Secret(password);
}

function login(user: string, project: string, password: Secret): CloudAccess['credential'] {
  return {
    authType: 'password',
    auth: {
      username: user,
      user_domain_id: 'default',
      password: password.reveal(),
      project_name: project,
      project_domain_id: 'default',
    },
  };
}
