import type { Value } from '../../expressions/values.ts';
import type { Link } from '../link.ts';
import type { Grant } from './grant.ts';
import type { Parameters } from './parameters.ts';

/** One parameter of a login plugin, by keystoneauth's name with underscores. */
export interface Parameter {
  readonly name: string;
  /** Other names that mean the same. */
  readonly aliases?: readonly string[];
  readonly required?: true;
  /** Takes a list; a text with commas is split. */
  readonly list?: true;
}

/** What a login plugin may use. */
export interface LoginContext {
  readonly link: Link;
  /** The way to what a credential names besides the cloud: never with the liberties of an operator's own cloud. */
  readonly outside: (url: string) => Link;
  /** Identity v3 endpoint, ending in `/v3`. */
  readonly identity: string;
  /** Whose turn the requests take in the cloud's budget. */
  readonly owner: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** A way to log in: the parameters it takes, and what it does with them. */
export interface LoginPlugin {
  /** keystoneauth's names for it. */
  readonly names: readonly string[];
  readonly parameters: readonly Parameter[];
  /** Says what is wrong with the parameters together; each alone has been looked at. */
  readonly problem?: (parameters: Parameters) => string | undefined;
  /** Logs in. Rejects with a CloudError: `LoginFailed` when the cloud says no. */
  readonly login: (parameters: Parameters, context: LoginContext) => Promise<Grant>;
}

/** The parameters as a credential holds them. */
export type GivenParameters = { readonly [parameter: string]: Value };
