import { OrchestrationError } from '../../src/orchestration/types.ts';
import type {
  ChangesView,
  EngineView,
  EventView,
  Orchestration,
  OutputView,
  Requester,
  ResourceView,
  StackIdentityView,
  StackRef,
  StackSummary,
  StackView,
} from '../../src/orchestration/types.ts';
import { UnknownMarker, type Page, type StackFilter } from '../../src/storage/types.ts';

const AT = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

export const MINE: StackView = stack('mine', 'web', '11111111-1111-4111-8111-111111111111');
export const THEIRS: StackView = stack('theirs', 'db', '22222222-2222-4222-8222-222222222222');

function stack(projectId: string, name: string, id: string): StackView {
  return {
    id,
    name,
    projectId,
    action: 'CREATE',
    status: 'COMPLETE',
    reason: 'Stack CREATE completed successfully',
    username: 'demo',
    parentId: null,
    stackUserProjectId: null,
    tags: ['a', 'b'],
    createdAt: AT,
    updatedAt: null,
    deletedAt: null,
    description: 'd',
    disableRollback: true,
    timeoutMins: null,
    parameters: { 'OS::stack_name': name, h: '******' },
    outputs: [{ key: 'o', description: 'No description given', value: 'x' }],
  };
}

export function resource(of: StackIdentityView, changes: Partial<ResourceView> = {}): ResourceView {
  return {
    stack: of,
    rootStack: of,
    name: 'server',
    type: 'OS::Nova::Server',
    action: 'CREATE',
    status: 'COMPLETE',
    reason: 'state changed',
    physicalId: null,
    createdAt: AT,
    updatedAt: AT,
    requiredBy: ['ip'],
    description: '',
    ...changes,
  };
}

function event(of: StackIdentityView): EventView {
  return {
    id: 'e1',
    stack: of,
    rootStack: of,
    stackId: of.id,
    rootId: of.id,
    resourceName: 'server',
    resourceType: 'OS::Nova::Server',
    physicalId: null,
    action: 'CREATE',
    status: 'IN_PROGRESS',
    reason: 'state changed',
    properties: { flavor: 'tiny' },
    at: AT,
  };
}

/** Keeps to the contract about ownership, and remembers what it was asked. */
export class FakeOrchestration implements Orchestration {
  readonly asked: unknown[][] = [];
  /** Thrown by the next call. */
  failure: unknown;
  engines: EngineView[] = [];

  #note(...call: unknown[]): void {
    this.asked.push(call.filter((part) => part === null || typeof part !== 'object' || !('mayUseType' in part)));
    const { failure } = this;
    this.failure = undefined;
    if (failure !== undefined) throw failure;
  }

  #owned(who: Requester, { name, id }: StackRef): StackView {
    const found = [MINE, THEIRS].find((view) =>
      id === undefined ? [view.id, view.name].includes(name) : view.id === id && view.name === name,
    );
    if (found === undefined || (found.projectId !== who.projectId && !who.isAdmin)) {
      throw new OrchestrationError('EntityNotFound', `The Stack (${name}) could not be found.`);
    }
    return found;
  }

  async #on<T>(
    call: string,
    who: Requester,
    ref: StackRef,
    result: (view: StackView) => T,
    ...more: unknown[]
  ): Promise<T> {
    this.#note(call, who, ref, ...more);
    return result(this.#owned(who, ref));
  }

  async validate(who: Requester, ...more: unknown[]) {
    this.#note('validate', who, ...more);
    return { description: 'd', parameters: {}, environment: {} };
  }
  async create(who: Requester, ...more: unknown[]) {
    this.#note('create', who, ...more);
    return { ...MINE, projectId: who.projectId };
  }
  async preview(who: Requester, ...more: unknown[]) {
    this.#note('preview', who, ...more);
    const planned = resource({ ...MINE, id: 'None' }, { action: 'INIT', attributes: {}, properties: { a: 1 } });
    return { ...MINE, id: 'None', resources: [planned, [planned]] };
  }
  update(who: Requester, ref: StackRef, ...more: unknown[]) {
    return this.#on('update', who, ref, (view) => view, ...more);
  }
  previewUpdate(who: Requester, ref: StackRef, ...more: unknown[]): Promise<ChangesView> {
    const changes = (view: StackView): ChangesView => ({
      unchanged: [resource(view, { nested: view, parentResource: 'p' })],
      updated: [],
      replaced: [],
      added: [],
      deleted: [],
    });
    return this.#on('previewUpdate', who, ref, changes, ...more);
  }
  delete(who: Requester, ref: StackRef) {
    return this.#on('delete', who, ref, () => undefined);
  }
  act(who: Requester, ref: StackRef, action: string) {
    return this.#on('act', who, ref, () => undefined, action);
  }
  lookup(who: Requester, name: string) {
    const [, inArn, id] = /^arn:openstack:heat::[^:]*:stacks\/([^/]+)\/([^/]+)$/.exec(name) ?? [];
    return this.#on('lookup', who, inArn === undefined ? { name } : { name: inArn, id: id! }, (view) => view);
  }
  async list(who: Requester, filter: StackFilter, page: Page): Promise<StackSummary[]> {
    this.#note('list', who, filter, page);
    if (page.marker === 'unknown') throw new UnknownMarker();
    const found = [MINE, THEIRS].filter(
      (view) => filter.projectId === undefined || view.projectId === filter.projectId,
    );
    return found.slice(0, page.limit ?? found.length);
  }
  async count(who: Requester, filter: StackFilter) {
    this.#note('count', who, filter);
    return 7;
  }
  show(who: Requester, ref: StackRef, options: { resolveOutputs: boolean }): Promise<StackView> {
    const { outputs: _left, ...bare } = MINE;
    return this.#on('show', who, ref, (view) => (options.resolveOutputs ? view : bare), options);
  }
  template(who: Requester, ref: StackRef) {
    return this.#on('template', who, ref, () => ({ heat_template_version: '2018-08-31' }));
  }
  environment(who: Requester, ref: StackRef) {
    return this.#on('environment', who, ref, () => ({ parameters: {} }));
  }
  files(who: Requester, ref: StackRef) {
    return this.#on('files', who, ref, () => ({ 'a.yaml': 'x' }));
  }
  outputs(who: Requester, ref: StackRef): Promise<OutputView[]> {
    return this.#on('outputs', who, ref, (view) => [...view.outputs!]);
  }
  output(who: Requester, ref: StackRef, key: string): Promise<OutputView> {
    return this.#on('output', who, ref, () => ({ key, description: 'b', value: null, error: 'no such member' }), key);
  }
  resources(who: Requester, ref: StackRef, options: object): Promise<ResourceView[]> {
    return this.#on(
      'resources',
      who,
      ref,
      (view) => [resource(view, { nested: THEIRS, parentResource: 'p' })],
      options,
    );
  }
  resource(who: Requester, ref: StackRef, name: string, options: object): Promise<ResourceView> {
    return this.#on('resource', who, ref, (view) => resource(view, { name, attributes: { a: 1 } }), name, options);
  }
  metadata(who: Requester, ref: StackRef, name: string) {
    return this.#on('metadata', who, ref, () => ({ m: 1 }), name);
  }
  signal(who: Requester, ref: StackRef, ...more: unknown[]) {
    const refuse = (): undefined => {
      throw new OrchestrationError('ResourceActionNotSupported', 'signal is not supported for resource.');
    };
    return this.#on('signal', who, ref, refuse, ...more);
  }
  markUnhealthy(who: Requester, ref: StackRef, ...more: unknown[]) {
    return this.#on('markUnhealthy', who, ref, () => undefined, ...more);
  }
  events(who: Requester, ref: StackRef, options: { resourceName?: string; page: Page }): Promise<EventView[]> {
    return this.#on('events', who, ref, (view) => (options.resourceName === 'quiet' ? [] : [event(view)]), options);
  }
  event(who: Requester, ref: StackRef, name: string, id: string): Promise<EventView> {
    return this.#on('event', who, ref, (view) => event(view), name, id);
  }
  async services() {
    this.#note('services');
    return this.engines;
  }
  watchEvents() {
    return () => {};
  }
}
