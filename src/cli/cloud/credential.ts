import { readFile } from 'node:fs/promises';
import { readOpenrc } from '../../clouds/cloudsyaml.ts';
import type { CloudAccess } from '../../clouds/credential-secret.ts';
import type { ValueMap } from '../../expressions/values.ts';
import { cloudEntry } from '../../server/config/home.ts';
import { UserError } from '../user-error.ts';

export interface CredentialOptions {
  readonly fromCloud?: string;
  readonly cloudsYaml?: string;
  readonly fromEnv?: boolean;
  readonly secretId?: string;
  readonly authType?: string;
  readonly auth: readonly string[];
  readonly region?: string;
  readonly interface?: string;
  readonly caCert?: string;
  readonly insecure?: boolean;
}

/**
 * The cloud to register as the API takes it: from an entry of a clouds.yaml, from the variables of an openrc, from flags, or by the
 * id of a secret. Throws {@link UserError} unless it is exactly one of them.
 */
export async function readCredential(
  name: string,
  options: CredentialOptions,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ValueMap> {
  const sources = [
    options.fromCloud !== undefined,
    options.fromEnv === true,
    options.secretId !== undefined,
    options.auth.length > 0,
  ];
  if (sources.filter(Boolean).length !== 1) {
    throw new UserError(
      'Say where the credential is, in one way: --from-cloud (an entry of a clouds.yaml), --from-env (an openrc), --secret-id, or --auth.',
    );
  }
  const place = await placeOf(options);
  if (options.secretId !== undefined) return { credential_secret_id: options.secretId, ...place };
  if (options.auth.length > 0)
    return { auth_type: options.authType ?? 'password', auth: flags(options.auth), ...place };
  const access =
    options.fromCloud === undefined
      ? await readOpenrc(name, env, (file) => readFile(file, 'utf8'))
      : await cloudEntry(options.fromCloud, options.cloudsYaml, env);
  return { ...fromAccess(access), ...place };
}

function fromAccess({ cloud, credential }: CloudAccess): ValueMap {
  return {
    auth_type: credential.authType,
    auth: { ...credential.auth, auth_url: cloud.authUrl },
    ...(cloud.region === undefined ? {} : { region_name: cloud.region }),
    ...(cloud.interface === undefined ? {} : { interface: cloud.interface }),
    ...(cloud.caCert === undefined ? {} : { ca_cert: cloud.caCert }),
    ...(cloud.insecure === true ? { insecure: true } : {}),
  };
}

function flags(pairs: readonly string[]): ValueMap {
  return Object.fromEntries(
    pairs.map((pair): [string, string] => {
      const at = pair.indexOf('=');
      if (at < 1)
        throw new UserError(`--auth takes parameter=value, such as auth_url=https://…/v3; not ${pair.slice(0, 20)}`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

async function placeOf({ region, interface: side, caCert, insecure }: CredentialOptions): Promise<ValueMap> {
  return {
    ...(region === undefined ? {} : { region_name: region }),
    ...(side === undefined ? {} : { interface: side }),
    ...(caCert === undefined ? {} : { ca_cert: await readPem(caCert) }),
    ...(insecure === true ? { insecure } : {}),
  };
}

async function readPem(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UserError(`--ca-cert: ${(error as Error).message}`);
  }
}
