import { load, CORE_SCHEMA } from 'js-yaml';
import { isMap, own, type Value, type ValueMap } from '../expressions/values.ts';
import type { CloudAccess } from './credential-secret.ts';
import { CloudError } from './errors.ts';
import { loginParameters } from './login/index.ts';
import type { Cloud } from './types.ts';

/** Gives the text of a file; rejects when it cannot be read. */
export type ReadText = (file: string) => Promise<string>;

/** Where openstacksdk looks for clouds.yaml, the first that exists counts. */
export function cloudsYamlPaths(
  env: Readonly<Record<string, string | undefined>>,
  directory: string,
): readonly string[] {
  const config = env['XDG_CONFIG_HOME'] ?? `${env['HOME'] ?? ''}/.config`;
  const given = env['OS_CLIENT_CONFIG_FILE'];
  const usual = [directory, `${config}/openstack`, '/etc/openstack'].map((folder) => `${folder}/clouds.yaml`);
  return given === undefined || given === '' ? usual : [given, ...usual];
}

/** Names of the clouds in the text of a clouds.yaml. Throws CloudError `BadCredential` when it is none. */
export function cloudNames(text: string): readonly string[] {
  return Object.keys(cloudsIn(text));
}

/**
 * Reads one cloud of a clouds.yaml, and the file of its `cacert`. `secure` is the text of the secure.yaml beside it, whose entries
 * are laid over. Throws CloudError `BadCredential` when there is no such cloud, or it cannot be used here.
 */
export async function readCloudsYaml(
  name: string,
  text: string,
  read: ReadText,
  secure?: string,
): Promise<CloudAccess> {
  const clouds = cloudsIn(text);
  const plain = own(clouds, name);
  if (!isMap(plain)) throw bad(name, `clouds.yaml has no cloud '${name}': it has ${Object.keys(clouds).join(', ')}`);
  const entry = secure === undefined ? plain : overlay(plain, own(cloudsIn(secure), name) ?? {});
  if (own(entry, 'profile') !== undefined || own(entry, 'cloud') !== undefined) {
    throw bad(name, `The cloud '${name}' of clouds.yaml refers to a vendor profile, which is not supported`);
  }
  const auth = own(entry, 'auth');
  const settings = Object.fromEntries(Object.entries(entry).filter(([key]) => key !== 'auth'));
  return access(name, isMap(auth) ? auth : {}, settings, read);
}

/** Reads the cloud that an openrc file has put into the environment (`OS_AUTH_URL`, `OS_USERNAME` …). Throws as {@link readCloudsYaml}. */
export async function readOpenrc(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
  read: ReadText,
): Promise<CloudAccess> {
  const settings: ValueMap = {};
  for (const [key, value] of Object.entries(env)) {
    if (key.startsWith('OS_') && value !== undefined && value !== '') settings[key.slice(3).toLowerCase()] = value;
  }
  const given = own(settings, 'auth_url');
  return access(name, given === undefined ? {} : { auth_url: given }, settings, read);
}

async function access(name: string, auth: ValueMap, settings: ValueMap, read: ReadText): Promise<CloudAccess> {
  const authType = String(own(settings, 'auth_type') ?? 'password');
  // As openstacksdk does, parameters of the login are also found beside `auth`.
  const beside = (loginParameters(authType) ?? []).flatMap((parameter): [string, Value][] => {
    const value = own(settings, parameter);
    return value === undefined || Object.hasOwn(auth, parameter) ? [] : [[parameter, value]];
  });
  const all: ValueMap = { ...auth, ...Object.fromEntries(beside) };
  const authUrl = own(all, 'auth_url');
  if (typeof authUrl !== 'string') throw bad(name, `The cloud '${name}' has no auth_url`);
  const cloud: Cloud = { name, authUrl, ...(await trust(name, settings, read)), ...place(name, settings) };
  return { cloud, credential: { authType, auth: all } };
}

async function trust(name: string, settings: ValueMap, read: ReadText): Promise<Pick<Cloud, 'caCert' | 'insecure'>> {
  const yes = (value: Value | undefined): boolean => /^(true|yes|on|1)$/i.test(String(value));
  const no = (value: Value | undefined): boolean => /^(false|no|off|0)$/i.test(String(value));
  if (yes(own(settings, 'insecure')) || no(own(settings, 'verify'))) return { insecure: true };
  const file = own(settings, 'cacert');
  if (typeof file !== 'string' || file === '') return {};
  try {
    return { caCert: await read(file) };
  } catch (error) {
    throw bad(name, `The cacert ${file} of cloud '${name}' cannot be read`, error);
  }
}

function place(name: string, settings: ValueMap): Pick<Cloud, 'region' | 'interface'> {
  const region = own(settings, 'region_name') ?? firstRegion(own(settings, 'regions'));
  const side = String(own(settings, 'interface') ?? own(settings, 'endpoint_type') ?? 'public').replace(/URL$/, '');
  if (side !== 'public' && side !== 'internal' && side !== 'admin') {
    throw bad(name, `The interface of cloud '${name}' can be public, internal or admin, not ${side}`);
  }
  return { ...(typeof region === 'string' && region !== '' && { region }), interface: side };
}

function firstRegion(regions: Value | undefined): Value | undefined {
  const first = Array.isArray(regions) ? regions[0] : undefined;
  return isMap(first) ? own(first, 'name') : first;
}

function cloudsIn(text: string): ValueMap {
  try {
    const document = load(text, { schema: CORE_SCHEMA }) as Value | undefined;
    const clouds = isMap(document) ? own(document, 'clouds') : undefined;
    if (isMap(clouds)) return clouds;
  } catch (error) {
    const line = (error as { mark?: { line?: number } }).mark?.line;
    throw bad('', `clouds.yaml is not YAML${line === undefined ? '' : `: see line ${line + 1}`}`);
  }
  throw bad('', "clouds.yaml has no 'clouds'");
}

function overlay(below: ValueMap, above: Value): ValueMap {
  const merged = { ...below };
  for (const [key, value] of isMap(above) ? Object.entries(above) : []) {
    const old = own(below, key);
    merged[key] = isMap(old) && isMap(value) ? overlay(old, value) : value;
  }
  return merged;
}

function bad(cloud: string, message: string, cause?: unknown): CloudError {
  return new CloudError(message, { cloud, code: 'BadCredential', cause });
}
