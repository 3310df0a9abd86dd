/** What callers ask about the clouds that a project has registered, and what they are told. */
import type { ValueMap } from '../../expressions/values.ts';
import type { Problem } from '../../template/index.ts';
import type { Quota } from '../preflight/quotas.ts';
import type { Requester, TemplateInput } from '../types.ts';

/** A cloud to register: its credential stands here, or is in a secret of the home cloud's key manager. */
export interface CloudInput {
  readonly name: string;
  readonly authType?: string;
  /** Parameters of the login plugin, `auth_url` among them. */
  readonly auth?: ValueMap;
  /** Id of a secret that holds `{auth_type, auth}`. */
  readonly secretId?: string;
  readonly region?: string;
  readonly interface?: 'public' | 'internal' | 'admin';
  /** PEM text. */
  readonly caCert?: string;
  readonly insecure?: boolean;
}

/** A registered cloud without its credential. Times are milliseconds of the epoch. */
export interface CloudView {
  readonly name: string;
  /** Absent where only the secret tells. */
  readonly authUrl?: string;
  readonly authType?: string;
  readonly region?: string;
  readonly interface?: string;
  readonly insecure: boolean;
  /** A certificate authority of its own is trusted. */
  readonly hasCaCert: boolean;
  /** The secret that holds the credential; absent where it is sealed in the service's own vault. */
  readonly secretId?: string;
  readonly createdAt: number;
}

/** What a look at a cloud found. */
export interface CloudReport {
  readonly name: string;
  /** Why the cloud cannot be used; absent where it can. */
  readonly reason?: string;
  readonly projectId?: string;
  readonly roles: readonly string[];
  /** Catalog types of the services that it has of those that resource types use. */
  readonly services: readonly string[];
  /** Where stacks for it are run: by its own orchestration service, or from here. */
  readonly runsStacks?: 'there' | 'here';
  /** Limited quotas by what they limit. */
  readonly quotas: Readonly<Record<string, Quota>>;
  /** What the template that was sent along lacks there. */
  readonly problems: readonly Problem[];
}

/**
 * The clouds of the requester's project. Every method throws OrchestrationError EntityNotFound for a name that is not registered.
 */
export interface CloudRegistry {
  list(who: Requester): Promise<CloudView[]>;
  show(who: Requester, name: string): Promise<CloudView>;
  /** Throws OrchestrationError CloudExists when the name is taken, CloudError BadCredential for a credential that makes no sense. */
  add(who: Requester, input: CloudInput): Promise<CloudView>;
  /** Gives the cloud another credential or place; stacks on it use that from then on. */
  replace(who: Requester, input: CloudInput): Promise<CloudView>;
  /** Throws OrchestrationError Conflict while a stack or a resource is on it. */
  remove(who: Requester, name: string): Promise<void>;
  /** Logs in and looks around; with a template, says what that lacks there. */
  check(who: Requester, name: string, template?: TemplateInput): Promise<CloudReport>;
}
