import { isForbidden, isNotFound } from '../../clouds/errors.ts';
import { path } from '../../clouds/path.ts';
import type { Connection, ServiceClient } from '../../clouds/types.ts';
import type { ValueMap } from '../../expressions/values.ts';
import { listAt, mapAt, textAt } from '../client/read.ts';
import { UserError } from '../user-error.ts';

/** A collection of Keystone and the envelope of one item. */
export interface Kind {
  readonly plural: string;
  readonly single: string;
}

export const DOMAIN: Kind = { plural: 'domains', single: 'domain' };
export const ENDPOINT: Kind = { plural: 'endpoints', single: 'endpoint' };
export const PROJECT: Kind = { plural: 'projects', single: 'project' };
export const ROLE: Kind = { plural: 'roles', single: 'role' };
export const SERVICE: Kind = { plural: 'services', single: 'service' };
export const USER: Kind = { plural: 'users', single: 'user' };

/** What became of one thing that should be there. */
export type Outcome = 'exists' | 'created' | 'changed' | 'would be created' | 'would be changed';

/** Something that should be there: undefined id where a dry run would have to make it first. */
export type Wanted = string | undefined;

/** Brings a Keystone into a state, one thing at a time, and tells what it found or did. A dry run only looks. */
export class KeystoneState {
  readonly #identity: ServiceClient;
  readonly #cloud: string;
  readonly #dryRun: boolean;
  readonly #tell: (what: string, outcome: Outcome) => void;

  constructor(connection: Connection, options: { dryRun: boolean; tell: (what: string, outcome: Outcome) => void }) {
    this.#identity = connection.service('identity');
    this.#cloud = connection.cloud.name;
    this.#dryRun = options.dryRun;
    this.#tell = options.tell;
  }

  /** The items of a kind that match. Throws {@link UserError} when the login may not see them. */
  async list(kind: Kind, query: Readonly<Record<string, string | undefined>>): Promise<ValueMap[]> {
    try {
      return listAt(await this.#identity.get(`/${kind.plural}`, { query }), kind.plural);
    } catch (error) {
      throw this.#explained(error, `list ${kind.plural}`);
    }
  }

  /** Makes sure that there is one item of this name among those that match `place`, made with `more` where there is none. */
  async ensure(
    kind: Kind,
    name: string,
    place: Readonly<Record<string, string>> = {},
    more: ValueMap = {},
  ): Promise<Wanted> {
    const found = (await this.list(kind, { ...place, name })).find((item) => item['name'] === name);
    const what = `${kind.single} ${name}`;
    if (found !== undefined) {
      this.#tell(what, 'exists');
      return textAt(found, 'id');
    }
    return this.create(kind, what, { name, ...place, ...more });
  }

  /** Makes an item; undefined in a dry run. */
  async create(kind: Kind, what: string, body: ValueMap): Promise<Wanted> {
    if (this.#dryRun) {
      this.#tell(what, 'would be created');
      return undefined;
    }
    try {
      const made = await this.#identity.post(`/${kind.plural}`, { [kind.single]: body });
      this.#tell(what, 'created');
      return textAt(mapAt(made, kind.single), 'id');
    } catch (error) {
      throw this.#explained(error, `create the ${what}`);
    }
  }

  /** Changes an item. */
  async change(kind: Kind, id: string, what: string, body: ValueMap): Promise<void> {
    try {
      if (!this.#dryRun) await this.#identity.patch(path`/${kind.plural}/${id}`, { [kind.single]: body });
    } catch (error) {
      throw this.#explained(error, `change the ${what}`);
    }
    this.#tell(what, this.#dryRun ? 'would be changed' : 'changed');
  }

  /** Says that an item is as it should be. */
  keep(what: string): void {
    this.#tell(what, 'exists');
  }

  /** Makes sure that a user has a role on a project or domain. */
  async grant(what: string, on: Kind, target: Wanted, user: Wanted, role: Wanted): Promise<void> {
    if (target === undefined || user === undefined || role === undefined) {
      this.#tell(what, 'would be created');
      return;
    }
    const at = path`/${on.plural}/${target}/users/${user}/roles/${role}`;
    try {
      if (await this.#holds(at)) return this.#tell(what, 'exists');
      if (!this.#dryRun) await this.#identity.put(at);
    } catch (error) {
      throw this.#explained(error, `grant the ${what}`);
    }
    this.#tell(what, this.#dryRun ? 'would be created' : 'created');
  }

  async #holds(at: string): Promise<boolean> {
    try {
      await this.#identity.raw('HEAD', at, undefined);
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }

  #explained(error: unknown, what: string): unknown {
    if (!isForbidden(error)) return error;
    return new UserError(
      `This login may not ${what} in Keystone of ${this.#cloud}. Setting up needs an administrator of Keystone ` +
        '(role admin, for the whole system or in the admin project).',
    );
  }
}
