/** What is stored, and what may be asked of the store. sqlite/ (and any other database) implements {@link Store}. */
import type { Value, ValueMap } from '../expressions/values.ts';

export type Action =
  'CREATE' | 'UPDATE' | 'DELETE' | 'ROLLBACK' | 'SUSPEND' | 'RESUME' | 'CHECK' | 'ADOPT' | 'SNAPSHOT' | 'RESTORE';
export type Status = 'IN_PROGRESS' | 'COMPLETE' | 'FAILED';

/** A template with its environment, parameters and files, as one operation used it. Never changed once written. */
export interface TemplateRecord {
  id: string;
  /** The template as the user sent it, parsed. */
  body: Value;
  /** The merged environment (parameters, parameter_defaults, resource_registry, …). */
  environment: ValueMap;
  /** Contents by key. Stored once however many stacks share them. */
  files: Readonly<Record<string, string>>;
}

export interface StackRecord {
  id: string;
  name: string;
  projectId: string;
  /** Id and name of the user who made it. */
  userId: string;
  username: string;
  /** The stack this one is nested in, and the id of the resource record there. */
  parentId: string | null;
  parentResourceId: string | null;
  /** The outermost stack; the stack's own id when it is that. */
  rootId: string;
  /** 0 for an outermost stack. */
  depth: number;
  action: Action;
  status: Status;
  reason: string;
  templateId: string;
  /** The operation (a traversal in Heat's words) that owns the stack now. */
  operationId: string | null;
  credentialId: string | null;
  stackUserProjectId: string | null;
  timeoutMins: number | null;
  disableRollback: boolean;
  tags: string[];
  /** Which cloud it lives on; null for the home cloud. */
  placement: Value;
  createdAt: number;
  updatedAt: number | null;
  deletedAt: number | null;
}

export interface ResourceRecord {
  id: string;
  stackId: string;
  name: string;
  type: string;
  action: Action | 'INIT';
  status: Status;
  reason: string;
  physicalId: string | null;
  physicalName: string;
  /** When the creation was intended; null while nothing was begun. */
  intendedAt: number | null;
  /** Resolved property values that the object was last made or updated with; null before. */
  properties: ValueMap | null;
  /** What an update that is under way, or failed half-way, was to make of them; null otherwise. */
  pending: ValueMap | null;
  metadata: Value;
  /** Attributes kept for references and outputs, by the key that the engine gives them. */
  attributes: ValueMap;
  data: ValueMap;
  /** Ids of the resource records it depends on. */
  requires: string[];
  /** What becomes of the object when the resource goes. */
  deletionPolicy: 'Delete' | 'Retain' | 'Snapshot';
  /** The record whose object this one supersedes, and the other way round. */
  replaces: string | null;
  replacedBy: string | null;
  /** The operation that last worked on it. */
  operationId: string;
  /** The stack behind a nested resource. */
  nestedId: string | null;
  createdAt: number;
  updatedAt: number;
}

export interface EventRecord {
  id: string;
  stackId: string;
  rootId: string;
  resourceName: string;
  resourceType: string;
  physicalId: string | null;
  action: Action | 'INIT';
  status: Status;
  reason: string;
  properties: ValueMap | null;
  at: number;
}

/** One action on a stack. PENDING: accepted, not planned; RUNNING: planned; the rest are ends. */
export interface OperationRecord {
  id: string;
  stackId: string;
  action: Action;
  state: 'PENDING' | 'RUNNING' | 'COMPLETE' | 'FAILED' | 'SUPERSEDED';
  templateId: string;
  /** The template to go back to when it fails and rollback is on. */
  previousTemplateId: string | null;
  /** The plan as data; null until made. */
  plan: Value;
  /** Whether a failure rolls back. */
  rollback: boolean;
  /** Set by a request to stop: what should come after. */
  cancelled: 'no' | 'stop' | 'rollback';
  deadlineAt: number | null;
  reason: string;
  createdAt: number;
  endedAt: number | null;
}

/** A way to act for a project later on, sealed. */
export interface CredentialRecord {
  id: string;
  projectId: string;
  userId: string;
  sealed: string;
  createdAt: number;
}

/** A cloud that a project has given a name. */
export interface CloudRecord {
  id: string;
  projectId: string;
  name: string;
  /** Where it is and what of it is trusted; nothing secret. */
  place: ValueMap;
  /** The secret of the home cloud's key manager that holds its credential; null where that is sealed here. */
  secretId: string | null;
  /** The secret was made for this record, and goes with it. */
  ownsSecret: boolean;
  /** The credential, sealed; null where a secret holds it. */
  sealed: string | null;
  createdAt: number;
}

/** A queue that the events of a tree of stacks are delivered to. */
export interface SinkRecord {
  id: string;
  /** The outermost stack, whose environment names the queue. */
  rootId: string;
  /** Name of the queue. */
  target: string;
  /** Seconds that messages are kept. */
  ttl: number;
  /** The number of the last event that needs no delivery any more. */
  delivered: number;
  /** The number of the last event that is for this queue; null while further ones are. */
  until: number | null;
}

/** An event with its number: a later event of the same tree has a higher one. */
export interface NumberedEvent {
  number: number;
  event: EventRecord;
}

export interface StackFilter {
  projectId?: string;
  ids?: readonly string[];
  names?: readonly string[];
  statuses?: readonly Status[];
  actions?: readonly Action[];
  reasons?: readonly string[];
  usernames?: readonly string[];
  parentIds?: readonly string[];
  stackUserProjectIds?: readonly string[];
  disableRollback?: boolean;
  timeoutMins?: number;
  /** All of them / any of them / not all of them / none of them. */
  tags?: readonly string[];
  tagsAny?: readonly string[];
  notTags?: readonly string[];
  notTagsAny?: readonly string[];
  /** Default: live stacks only, outermost only. */
  deleted?: boolean;
  nested?: boolean;
}
export interface Page {
  limit?: number;
  /** Id after which the page starts. Unknown ids: the implementation throws UnknownMarker. */
  marker?: string;
  sort?: readonly { key: string; descending: boolean }[];
}
export interface EventFilter {
  stackIds?: readonly string[];
  rootId?: string;
  resourceNames?: readonly string[];
  statuses?: readonly string[];
  actions?: readonly string[];
  types?: readonly string[];
}

export interface Reads {
  template(id: string): Promise<TemplateRecord | undefined>;
  stack(id: string): Promise<StackRecord | undefined>;
  /** The live stack of that name in the project; outermost stacks win over nested ones. */
  stackByName(projectId: string, name: string): Promise<StackRecord | undefined>;
  stacks(filter: StackFilter, page?: Page): Promise<StackRecord[]>;
  countStacks(filter: StackFilter): Promise<number>;
  /** Live and deleted children alike are told apart by deletedAt; this gives live ones. */
  children(parentId: string): Promise<StackRecord[]>;
  /** Live stacks of a tree, the outermost first. */
  tree(rootId: string): Promise<StackRecord[]>;
  countTreeResources(rootId: string): Promise<number>;
  resource(id: string): Promise<ResourceRecord | undefined>;
  resources(stackId: string): Promise<ResourceRecord[]>;
  resourcesOfStacks(stackIds: readonly string[]): Promise<ResourceRecord[]>;
  /** Any live resource record with this physical id. */
  resourceByPhysicalId(physicalId: string): Promise<ResourceRecord | undefined>;
  /** Newest first unless the page sorts otherwise. */
  events(filter: EventFilter, page?: Page): Promise<EventRecord[]>;
  event(id: string): Promise<EventRecord | undefined>;
  /** The events of a tree after the one with that number, oldest first. */
  eventsAfter(rootId: string, number: number, limit: number): Promise<NumberedEvent[]>;
  /** The number of the last event of a tree, or of the last that happened no later than `at`; 0 where there is none. */
  lastEventNumber(rootId: string, at?: number): Promise<number>;
  /** Where the events of a tree are delivered, in the order of being added. */
  sinks(rootId: string): Promise<SinkRecord[]>;
  /** Those with something to do: events to deliver, or to be removed since no further ones come. */
  dueSinks(): Promise<SinkRecord[]>;
  operation(id: string): Promise<OperationRecord | undefined>;
  /** PENDING and RUNNING ones, oldest first. */
  unfinishedOperations(): Promise<OperationRecord[]>;
  credential(id: string): Promise<CredentialRecord | undefined>;
  /** The cloud of that name in the project. */
  cloud(projectId: string, name: string): Promise<CloudRecord | undefined>;
  /** The clouds of a project in the order of their names. */
  clouds(projectId: string): Promise<CloudRecord[]>;
  setting(key: string): Promise<string | undefined>;
}
export interface Writes {
  addTemplate(record: TemplateRecord): Promise<void>;
  removeTemplate(id: string): Promise<void>;
  /** Throws NameTaken when an outermost live stack of the project has the name. */
  addStack(record: StackRecord): Promise<void>;
  changeStack(id: string, change: Partial<Omit<StackRecord, 'id'>>): Promise<void>;
  addResources(records: readonly ResourceRecord[]): Promise<void>;
  changeResource(id: string, change: Partial<Omit<ResourceRecord, 'id' | 'stackId'>>): Promise<void>;
  removeResources(ids: readonly string[]): Promise<void>;
  addEvents(records: readonly EventRecord[]): Promise<void>;
  addSink(record: SinkRecord): Promise<void>;
  changeSink(id: string, change: Partial<Pick<SinkRecord, 'delivered' | 'until'>>): Promise<void>;
  removeSink(id: string): Promise<void>;
  addOperation(record: OperationRecord): Promise<void>;
  changeOperation(id: string, change: Partial<Omit<OperationRecord, 'id' | 'stackId'>>): Promise<void>;
  addCredential(record: CredentialRecord): Promise<void>;
  removeCredential(id: string): Promise<void>;
  /** Throws NameTaken when the project has a cloud of that name. */
  addCloud(record: CloudRecord): Promise<void>;
  removeCloud(id: string): Promise<void>;
  setSetting(key: string, value: string): Promise<void>;
}

/** Reads within a transaction see its own writes. */
export type Transaction = Reads & Writes;

export interface Store extends Reads {
  /**
   * Runs `work` in one durable transaction; resolves once it is on disk. Calls of one tick share a database transaction
   * (group commit), yet one that throws undoes only its own writes.
   * `work` must await nothing but `tx`: all other writes wait for it, and reads through the store itself may do so too.
   */
  transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** True when the database answers. */
  healthy(): Promise<boolean>;
  close(): Promise<void>;
}

/** A live outermost stack, or a cloud, of that name exists in the project. */
export class NameTaken extends Error {
  override readonly name = 'NameTaken';
}
/** The page's marker names no row. */
export class UnknownMarker extends Error {
  override readonly name = 'UnknownMarker';
}

/** Seals texts for storage. */
export interface Vault {
  /** `context` (such as project and row id) is bound to the result: unsealing with another one fails. */
  seal(text: string, context: string): string;
  /** Throws VaultError when the key is unknown or the text was tampered with. */
  unseal(sealed: string, context: string): string;
}
