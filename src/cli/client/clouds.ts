import { path } from '../../clouds/path.ts';
import type { Connection } from '../../clouds/types.ts';
import { isMap, own, type Value, type ValueMap } from '../../expressions/values.ts';
import { listAt, mapAt, textAt } from './read.ts';
import type { Bundle } from './template-files.ts';

export interface RegisteredCloud {
  readonly name: string;
  readonly authUrl: string;
  readonly authType: string;
  readonly region: string;
  /** Where its credential is. */
  readonly credential: string;
  readonly trust: string;
  readonly createdAt: string;
}

export interface CloudCheck {
  readonly usable: boolean;
  readonly reason: string;
  readonly projectId: string;
  readonly roles: readonly string[];
  readonly services: readonly string[];
  readonly runsStacks: string;
  /** What is limited, the limit, and how much is used. */
  readonly quotas: readonly { readonly what: string; readonly limit: number; readonly used: number }[];
  /** What the template lacks there, each with its place in the template. */
  readonly problems: readonly { readonly place: string; readonly message: string }[];
}

/** The clouds that are registered with a cloud's orchestration service, as a client sees them. */
export class RegisteredClouds {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async list(): Promise<RegisteredCloud[]> {
    return listAt(await this.#service().get('/clouds'), 'clouds').map(cloudOf);
  }

  async show(name: string): Promise<RegisteredCloud> {
    return cloudOf(mapAt(await this.#service().get(path`/clouds/${name}`), 'cloud'));
  }

  /** Registers a cloud, or with `replace` gives one that is registered another credential. */
  async add(name: string, cloud: ValueMap, replace: boolean): Promise<RegisteredCloud> {
    const answer = replace
      ? await this.#service().put(path`/clouds/${name}`, cloud)
      : await this.#service().post('/clouds', { ...cloud, name });
    return cloudOf(mapAt(answer, 'cloud'));
  }

  async remove(name: string): Promise<void> {
    await this.#service().delete(path`/clouds/${name}`);
  }

  /** Has the service look at a cloud, and at what a template lacks there. */
  async check(name: string, bundle: Bundle | undefined, parameters: ValueMap): Promise<CloudCheck> {
    const body: ValueMap =
      bundle === undefined
        ? {}
        : { template: bundle.template, files: { ...bundle.files }, environment: { parameters } };
    return checkOf(mapAt(await this.#service().post(path`/clouds/${name}/check`, body), 'report'));
  }

  #service(): ReturnType<Connection['service']> {
    return this.#connection.service('orchestration');
  }
}

function cloudOf(cloud: ValueMap): RegisteredCloud {
  const secret = textAt(cloud, 'credential_secret_id');
  return {
    name: textAt(cloud, 'name'),
    authUrl: textAt(cloud, 'auth_url'),
    authType: textAt(cloud, 'auth_type'),
    region: textAt(cloud, 'region_name'),
    credential: secret === '' ? 'sealed by the service' : `secret ${secret}`,
    trust: own(cloud, 'insecure') === true ? 'insecure' : own(cloud, 'has_ca_cert') === true ? 'own CA' : 'system',
    createdAt: textAt(cloud, 'created_at'),
  };
}

function checkOf(report: ValueMap): CloudCheck {
  return {
    usable: own(report, 'usable') === true,
    reason: textAt(report, 'reason'),
    projectId: textAt(report, 'project_id'),
    roles: textsAt(report, 'roles'),
    services: textsAt(report, 'services'),
    runsStacks: textAt(report, 'runs_stacks'),
    quotas: Object.entries(mapAt(report, 'quotas')).map(([what, quota]) => ({
      what,
      limit: Number(isMap(quota) ? own(quota, 'limit') : Number.NaN),
      used: Number(isMap(quota) ? own(quota, 'used') : Number.NaN),
    })),
    problems: listAt(report, 'problems').map((item) => ({
      place: placeOf(own(item, 'path') ?? null),
      message: textAt(item, 'message'),
    })),
  };
}

function textsAt(map: ValueMap, key: string): string[] {
  const list = own(map, key);
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}

const placeOf = (at: Value): string => (Array.isArray(at) ? at.map(String).join('.') : '');
