/** What callers ask of the orchestration service and what it answers. Wire formats are api/'s business. */
import type { Secret } from '../clouds/secret.ts';
import type { Connection } from '../clouds/types.ts';
import type { Value, ValueMap } from '../expressions/values.ts';
import type { Action, EventRecord, Status, StackFilter, Page, EventFilter } from '../storage/types.ts';
import type { Problem } from '../template/index.ts';

/** Who asks. Built by api/auth from a validated token. */
export interface Requester {
  readonly userId: string;
  readonly username: string;
  readonly projectId: string;
  readonly roles: readonly string[];
  /** Holds the policy rule `context_is_admin`. */
  readonly isAdmin: boolean;
  readonly token: Secret;
  readonly requestId: string;
  /** The home cloud, logged in with the requester's own token. */
  readonly connection: Connection;
  /** May use a resource type, by policy `resource_types:<Type>`. */
  mayUseType(type: string): boolean;
}

/** What create, update, preview and validate take, parsed from JSON but not yet understood. */
export interface TemplateInput {
  /** A map, or JSON or YAML text. Undefined in an update that keeps the stored one. */
  readonly template?: Value;
  readonly environment?: Value;
  readonly environmentFiles?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  /** The container of the project, on the home cloud, whose objects are files too. */
  readonly filesContainer?: string;
  readonly parameters?: ValueMap;
}
export interface CreateInput extends TemplateInput {
  readonly name: string;
  readonly timeoutMins?: number;
  readonly disableRollback?: boolean;
  readonly tags?: readonly string[];
}
export interface UpdateInput extends TemplateInput {
  /** PATCH: what is not given stays as stored. */
  readonly existing: boolean;
  readonly clearParameters?: readonly string[];
  readonly timeoutMins?: number;
  readonly disableRollback?: boolean;
  readonly tags?: readonly string[];
  readonly converge?: boolean;
}

/** How a URL names a stack. `id` undefined: by name, id or ARN in `name`. */
export interface StackRef {
  readonly name: string;
  readonly id?: string;
}

export interface StackIdentityView {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
}
export interface OutputView {
  readonly key: string;
  readonly description: string;
  readonly value: Value;
  readonly error?: string;
}
/** A stack as the list shows it. Times are milliseconds of the epoch. */
export interface StackSummary extends StackIdentityView {
  readonly action: Action;
  readonly status: Status;
  readonly reason: string;
  readonly username: string;
  readonly parentId: string | null;
  readonly stackUserProjectId: string | null;
  readonly tags: readonly string[];
  readonly createdAt: number;
  readonly updatedAt: number | null;
  readonly deletedAt: number | null;
}
export interface StackView extends StackSummary {
  /** As the template has it. */
  readonly description: Value;
  readonly disableRollback: boolean;
  readonly timeoutMins: number | null;
  /** As text, pseudo parameters included, hidden ones masked. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Undefined when not asked for, or the stack is deleted. */
  readonly outputs?: readonly OutputView[];
}
export interface ResourceView {
  readonly stack: StackIdentityView;
  readonly rootStack: StackIdentityView;
  readonly name: string;
  readonly type: string;
  readonly action: Action | 'INIT';
  readonly status: Status;
  readonly reason: string;
  readonly physicalId: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly requiredBy: readonly string[];
  readonly description: string;
  /** Present where asked for. */
  readonly attributes?: ValueMap;
  readonly metadata?: Value;
  readonly properties?: ValueMap;
  readonly nested?: StackIdentityView;
  /** Name of the resource that the nested stack stands for in its parent. */
  readonly parentResource?: string;
}
/** A stack in a preview: nothing of it exists. A nested stack stands as a list in place of its resource. */
export interface PreviewView extends StackView {
  readonly resources: readonly PreviewResource[];
}
export type PreviewResource = ResourceView | readonly PreviewResource[];
export interface ChangesView {
  readonly unchanged: readonly ResourceView[];
  readonly updated: readonly ResourceView[];
  readonly replaced: readonly ResourceView[];
  readonly added: readonly ResourceView[];
  readonly deleted: readonly ResourceView[];
}
export interface EventView extends EventRecord {
  readonly stack: StackIdentityView;
  readonly rootStack: StackIdentityView;
}
/** The answer of validate, in Heat's own names. */
export interface ValidateView {
  readonly description: Value;
  readonly parameters: ValueMap;
  readonly parameterGroups?: Value;
  readonly nestedParameters?: ValueMap;
  readonly environment: ValueMap;
}
export interface ResourceFilter {
  readonly names?: readonly string[];
  readonly types?: readonly string[];
  readonly actions?: readonly string[];
  readonly statuses?: readonly string[];
  readonly ids?: readonly string[];
  readonly physicalIds?: readonly string[];
}

/** What a list of stacks may be narrowed to. */
export interface ListFilter extends StackFilter {
  /** Also those with a tag that hides them. */
  readonly showHidden?: boolean;
}

/**
 * Stacks as people know them. Every method checks that the stack belongs to the requester's project (an admin sees all by id)
 * and throws {@link OrchestrationError} for anything a user can do wrong.
 */
export interface Orchestration {
  validate(
    who: Requester,
    input: TemplateInput,
    options: { showNested?: boolean; ignoreErrors?: readonly string[] },
  ): Promise<ValidateView>;
  create(who: Requester, input: CreateInput): Promise<StackIdentityView>;
  preview(who: Requester, input: CreateInput): Promise<PreviewView>;
  update(who: Requester, ref: StackRef, input: UpdateInput): Promise<StackIdentityView>;
  previewUpdate(
    who: Requester,
    ref: StackRef,
    input: UpdateInput,
    options: { showNested?: boolean },
  ): Promise<ChangesView>;
  delete(who: Requester, ref: StackRef): Promise<void>;
  /** check, suspend, resume, cancel_update, cancel_without_rollback. */
  act(
    who: Requester,
    ref: StackRef,
    action: 'check' | 'suspend' | 'resume' | 'cancel_update' | 'cancel_without_rollback',
  ): Promise<void>;

  /** The stack a name, id or ARN means; soft-deleted ones by id too. */
  lookup(who: Requester, name: string): Promise<StackIdentityView>;
  list(who: Requester, filter: ListFilter, page: Page): Promise<StackSummary[]>;
  count(who: Requester, filter: ListFilter): Promise<number>;
  show(who: Requester, ref: StackRef, options: { resolveOutputs: boolean }): Promise<StackView>;
  template(who: Requester, ref: StackRef): Promise<Value>;
  environment(who: Requester, ref: StackRef): Promise<ValueMap>;
  files(who: Requester, ref: StackRef): Promise<Readonly<Record<string, string>>>;
  outputs(who: Requester, ref: StackRef): Promise<readonly OutputView[]>;
  output(who: Requester, ref: StackRef, key: string): Promise<OutputView>;

  resources(
    who: Requester,
    ref: StackRef,
    options: { nestedDepth: number; withDetail: boolean; filter: ResourceFilter },
  ): Promise<ResourceView[]>;
  resource(
    who: Requester,
    ref: StackRef,
    name: string,
    options: { withAttributes: readonly string[] },
  ): Promise<ResourceView>;
  metadata(who: Requester, ref: StackRef, name: string): Promise<Value>;
  /** Tells a resource something; `{"unset_hook": name}` lets it go on from a hook. */
  signal(who: Requester, ref: StackRef, name: string, details: Value): Promise<void>;
  markUnhealthy(
    who: Requester,
    ref: StackRef,
    nameOrPhysicalId: string,
    unhealthy: boolean,
    reason: string,
  ): Promise<void>;

  events(
    who: Requester,
    ref: StackRef,
    options: { nestedDepth: number; resourceName?: string; filter: EventFilter; page: Page },
  ): Promise<EventView[]>;
  event(who: Requester, ref: StackRef, resourceName: string, id: string): Promise<EventView>;

  /** Engines of this installation, as Heat's service list has them. */
  services(): Promise<readonly EngineView[]>;
  /** Resolves when the stack's operation has ended (or at once); for progress displays and `--wait`. */
  watchEvents(rootId: string, listener: (event: EventRecord) => void): () => void;
}
export interface EngineView {
  readonly id: string;
  readonly engineId: string;
  readonly host: string;
  readonly hostname: string;
  readonly binary: string;
  readonly topic: string;
  readonly reportIntervalSeconds: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly status: 'up' | 'down';
}

/** A user's mistake or an impossible wish. `type` is Heat's exception class, which api/faults turns into a status. */
export class OrchestrationError extends Error {
  override readonly name = 'OrchestrationError';
  readonly type: string;
  /** Every problem found, for templates. */
  readonly problems: readonly Problem[];
  constructor(type: string, message: string, problems: readonly Problem[] = []) {
    super(message);
    this.type = type;
    this.problems = problems;
  }
}
