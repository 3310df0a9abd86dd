/**
 * What a resource type is to the engine. A type is one declarative file: its schema, and the few verbs whose default is wrong.
 * The schema also feeds the resource-type API, the validator and the generated docs.
 */
import type { Connection } from '../clouds/types.ts';
import type { Clock, Random } from '../expressions/ports.ts';
import type { Value, ValueMap } from '../expressions/values.ts';
import type { PropertySchema, SupportStatus } from '../template/index.ts';

/** Property values as the engine hands them over: resolved, coerced, defaults filled in, names translated to ids. */
export type Properties = ValueMap;

export interface AttributeSchema {
  readonly description?: string;
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'map' | 'list';
  readonly supportStatus?: SupportStatus;
  /** The attribute's value, from the live state of the object. Default: the field of the same name. */
  readonly from?: (live: ValueMap, context: Context) => Value | Promise<Value>;
}

/** The stack that a resource belongs to. */
export interface StackIdentity {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
}

/** How to reach a cloud other than the stack's own; with nothing but a region, that region of the same cloud. */
export interface RemoteContext {
  /** Name of a cloud that is registered for the project. */
  readonly cloud?: string;
  /** Id of the Barbican secret that holds `{auth_type, auth}`. */
  readonly secretId?: string;
  readonly region?: string;
  /** PEM text. */
  readonly caCert?: string;
  readonly insecure?: boolean;
}

/** What a verb may ask and do while it works on one resource. */
export interface Context {
  /** The cloud this resource lives on. Throws for types that name no service. */
  readonly cloud: Connection;
  readonly clock: Clock;
  readonly random: Random;
  /** Aborted when the work is no longer wanted: the operation timed out, or a delete took over. */
  readonly signal: AbortSignal;
  readonly stack: StackIdentity;
  /** The resource's name in the template. */
  readonly name: string;
  /** A name no other object has; the same again after a crash. For the object, where the template gives none. */
  readonly physicalName: string;
  /** When this creation was first intended, in milliseconds of the epoch; the same again after a crash. */
  readonly intendedAt: number;
  /** The object's id, once known. */
  readonly id: string | undefined;
  /** What the type keeps about the object beside its id; stored with the resource. */
  readonly data: Readonly<ValueMap>;
  readonly metadata: Value;
  /**
   * Another cloud, or another region of this one. Its credential is read from the stack's own key manager at each call and kept
   * nowhere. Throws ResourceError that says which part of the way there is wrong.
   */
  remote(where: RemoteContext): Promise<Connection>;
  /** What a stack that the resource makes elsewhere takes over from its own: the files, and the environment with these parameters. */
  inherited(parameters: ValueMap): Inherited;
  /** Seals a text that nobody but this resource may read, for keeping in `data`; bound to the stack and the resource's name. */
  readonly secrets: { seal(text: string): string; unseal(sealed: string): string };
  /** Stores an id or data durably before it resolves; `id` and `data` show it from then on. An entry of `data` that is null is removed. */
  save(change: { id?: string; data?: ValueMap }): Promise<void>;
  /** Takes an object that was found for this resource; false when another resource of any stack has it. */
  claim(id: string): Promise<boolean>;
}

/** What one stack hands down to another, as Heat's API takes it. */
export interface Inherited {
  readonly files: Readonly<Record<string, string>>;
  readonly environment: ValueMap;
}

/** What `create` and `find` return. `id` null: an object without an id of its own. */
export interface Made {
  readonly id: string | null;
  readonly data?: ValueMap;
  /** The answer already showed the object usable: `ready` may be left out. */
  readonly usable?: boolean;
}

/** The difference an update is to make. */
export interface Change {
  readonly before: Properties;
  readonly after: Properties;
  /** Names of the top-level properties that differ. */
  readonly changed: ReadonlySet<string>;
  /** The new values of just those; a property that is gone is null. */
  readonly values: Properties;
}

/** Looks names up on the resource's cloud, cached and batched. */
export interface Finder {
  /**
   * The id of the `kind` (a custom constraint's name, such as `nova.flavor`) that has this name or id.
   * Throws ResourceError type `EntityNotFound` with Heat's text when none or several match.
   */
  id(kind: string, nameOrId: string): Promise<string>;
}

/** One resource of a template, as hidden dependencies see it before anything is resolved. */
export interface Described {
  readonly name: string;
  readonly type: string;
  /**
   * The property as far as it is known before resources exist: literals and parameters resolved; a `get_resource` of the same
   * template appears as `{ get_resource: name }`; what depends on other resources otherwise is undefined.
   */
  property(path: string | readonly (string | number)[]): Value | undefined;
}

/** What a type that is a stack of its own (a group, a chain, a template resource) asks the engine to keep. */
export interface NestedDefinition {
  readonly template: Value;
  /** Overrides of the parent's files; usually absent. */
  readonly files?: Readonly<Record<string, string>>;
  readonly parameters?: ValueMap;
  /** How long one operation of the stack may take. Default: as long as its parent's. */
  readonly timeoutMins?: number;
}
export interface NestedContext {
  readonly stack: StackIdentity;
  readonly name: string;
  readonly physicalName: string;
  readonly data: Readonly<ValueMap>;
  /** The attributes of this resource that the template refers to; the nested template must give them as outputs. */
  readonly wanted: readonly { readonly attribute: string; readonly path: readonly Value[] }[];
  /** The files of the stack, by their names or the URLs that {@link ResourceType.urls} gave. */
  readonly files: Readonly<Record<string, string>>;
  /** The resources the nested stack has now, the oldest first: name, reference id, and whether they failed. Empty before it exists. */
  readonly members: readonly { readonly name: string; readonly reference: Value; readonly failed: boolean }[];
}
/** How the members of a group are to be brought in line a few at a time; the numbers are counts of members. */
export interface Rolling {
  /** As many as there are to be in the end. */
  readonly target: number;
  readonly current: number;
  readonly batchSize: number;
  readonly minInService: number;
  readonly pauseSeconds: number;
}
/** One of several updates of a nested stack, one after the other. */
export interface Batch {
  /** How many members there are to be after it. */
  readonly capacity: number;
  /** How many of them may get the new definition by it, those that are new included. */
  readonly renewed: number;
  readonly isFirst: boolean;
  /** Everything is as defined after it. */
  readonly isLast: boolean;
  /** The nested stack's template until now; undefined: there is no stack yet. */
  readonly template: Value | undefined;
}
export interface Nested {
  /** Its members are alike, so that the first of them tells what each takes. */
  readonly alike?: boolean;
  /**
   * Makes the nested template from the properties; pure. `data` is stored with the resource. With a batch: what the template is to be
   * after just that one.
   */
  define(context: NestedContext, properties: Properties, batch?: Batch): { nested: NestedDefinition; data?: ValueMap };
  /**
   * Whether, and how, the update policy wants the nested stack to come about in batches; undefined: all at once. `before`: the
   * properties that the stack was made or last updated from; undefined: there is no stack yet.
   */
  rolling?(
    context: NestedContext,
    properties: Properties,
    policy: ValueMap,
    before: Properties | undefined,
  ): Rolling | undefined;
  /** An attribute's value, from the nested stack's outputs, the path followed (`follow` of expressions/path.ts). Undefined: no such attribute. */
  attribute(
    outputs: ValueMap,
    attribute: string,
    path: readonly Value[],
    name: string,
    physicalName: string,
  ): Value | undefined;
  /** Where among the properties, as they stand in the template, a resource of the nested template is written. Default: nowhere. */
  writtenAt?(raw: ValueMap, resource: string): readonly (string | number)[] | undefined;
}
/** Of a type whose resource is an object of another cloud, or else a stack that this engine runs there. */
export interface NestedAt {
  /** The other cloud; undefined: the stack's own. Pure. */
  where(properties: Properties, metadata: Value): RemoteContext | undefined;
  /** True where this engine is to run the stack. Asked once, when the resource is made. */
  wanted(context: Context, properties: Properties): Promise<boolean>;
}

/**
 * The copy that is made of an object before it is deleted, where the deletion policy is `Snapshot`. The first context of each verb is the
 * copy's: its `id` is the copy's, its `intendedAt` when the copy was first intended. `object` is the context of what is copied.
 */
export interface Snapshot {
  /** False where the resource is in a state in which it is deleted without a copy. */
  wanted(action: string, status: string): boolean;
  /** Starts making the copy, under the physical name, and returns as soon as its id is known. */
  create(copy: Context, object: Context): Promise<Made>;
  /** Finds what an interrupted `create` made though its answer was lost; a copy that has failed is none. */
  find(copy: Context, object: Context): Promise<Made | undefined>;
  /** Resolves once the copy can be used and no longer needs the object; throws ResourceError when it went wrong. */
  ready(copy: Context, object: Context): Promise<void>;
}

export interface ResourceType {
  readonly type: string;
  readonly description?: string;
  /** Catalog type of the service it needs; the type is unavailable on a cloud without it. */
  readonly service?: string;
  /** Alias of the service's extension it needs besides. */
  readonly extension?: string;
  readonly supportStatus: SupportStatus;
  readonly properties: Readonly<Record<string, PropertySchema>>;
  readonly attributes: Readonly<Record<string, AttributeSchema>>;
  /** Stands in for any type: takes any property and ignores it, and each attribute there could be is null. */
  readonly open?: boolean;
  /** What `update_policy` may hold. */
  readonly updatePolicy?: Readonly<Record<string, PropertySchema>>;
  /** Longest physical name the service takes. Default 255. */
  readonly nameLimit?: number;
  /** Only admins may use it by default (policy `resource_types:<Type>`). */
  readonly adminOnly?: boolean;

  /**
   * Problems with property values that a schema cannot say, in Heat's words. `name` is the resource's in its template, `names` are
   * those of all its resources.
   */
  validate?(
    properties: Properties,
    known: (property: string) => boolean,
    name: string,
    names?: ReadonlySet<string>,
  ): string[];
  /** Values as the template gives them, those in an old form turned into their present one. Pure. */
  renewed?(given: Properties): Properties;
  /** Turns names into ids and deprecated properties into their successors, before values are compared or used. */
  translate?(properties: Properties, find: Finder): Promise<Properties>;
  /** Names of resources this one must come after though it does not refer to them (Heat's hidden dependencies). */
  implicitDependencies?(self: Described, others: readonly Described[]): string[];

  /** URLs of the texts that the type wants among the stack's files; they are fetched when a request brings the template. */
  urls?(properties: Properties): readonly string[];
  /** What would have to be there for a resource of the type to be made; its schemas hold all the same. */
  readonly lacking?: string;

  /** Present for a type that is a stack of its own; then no verb below is used. */
  readonly nested?: Nested;
  /** Present beside `nested` for a type that is a stack of its own on some clouds only; on the others the verbs below are used. */
  readonly nestedAt?: NestedAt;

  /** Starts making the object and returns as soon as its id is known; `ready` waits for the rest. */
  create?(context: Context, properties: Properties): Promise<Made>;
  /**
   * Finds what an interrupted `create` made though its answer was lost, and does what `create` had left to do after it.
   * `context.id` is set where `create` got as far as saving it. Undefined: nothing there, create it.
   */
  find?(context: Context, properties: Properties): Promise<Made | undefined>;
  /** Resolves once the object is usable after create or update; throws ResourceError when it went wrong. */
  ready?(context: Context, properties: Properties): Promise<void>;
  /** An object that went to an error state is not made anew: what it is made of has been tried often enough already. */
  readonly triedOnce?: boolean;
  /** Its failure is written down, and what depends on it goes on nevertheless: see its state (state-attribute.ts). */
  readonly failsAlone?: boolean;
  /** How many failures of such resources its own properties, as they stand in the template, let pass. */
  failuresBorne?(raw: ValueMap): number;
  /** `update` is called in every update of the stack, whether properties differ or not. */
  readonly updatesAlways?: boolean;
  /** What is to be seen in the events of the resource besides its state, such as a safeguard that was switched off. */
  caution?(properties: Properties): string | undefined;
  /** Changes the object in place. Throws {@link Replace} where only a new object will do. */
  update?(context: Context, change: Change): Promise<void>;
  /** True when the change needs a new object though all its properties may be updated. */
  needsReplace?(change: Change): boolean;
  /**
   * Called on the old object before its replacement is made: it gives up what only one object can have (a port, an address, a name).
   * Its context is the old object's. May run again after a crash.
   */
  makeWay?(context: Context, properties: Properties): Promise<void>;
  /** The replacement is not wanted after all and is gone: the old object takes back what `makeWay` gave up. */
  takeBack?(context: Context, properties: Properties): Promise<void>;
  /** Removes the object and resolves when it is gone; an object already gone is a success. */
  delete?(context: Context, properties: Properties | undefined): Promise<void>;
  /** Present for a type that takes the deletion policy `Snapshot`. */
  readonly snapshot?: Snapshot;
  /** The object as the cloud has it now; undefined when it is gone. Attributes come from it. */
  read?(context: Context): Promise<ValueMap | undefined>;
  /** Throws when the object is not well. Default: `read` finds it. */
  check?(context: Context, properties: Properties): Promise<void>;
  /** True when a FAILED object may be updated, to these properties, rather than replaced. Default: false. */
  survivesFailure?(context: Context, after: Properties): Promise<boolean>;
  /** What `get_resource` gives. Default: the physical id, or the resource's name where there is none. */
  reference?(resource: {
    id: string | undefined;
    physicalName: string;
    data: Readonly<ValueMap>;
    properties: Properties;
  }): Value;
}

/** Throw it from `update` to have the object replaced. */
export class Replace extends Error {
  override readonly name = 'Replace';
}

/** A resource cannot be as asked. `type` is Heat's class name for it, such as ResourceInError. */
export class ResourceError extends Error {
  override readonly name = 'ResourceError';
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}
