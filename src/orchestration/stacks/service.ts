import type { Value } from '../../expressions/values.ts';
import type { EventFilter, EventRecord, Page } from '../../storage/types.ts';
import type {
  CreateInput,
  EngineView,
  ListFilter,
  Orchestration,
  Requester,
  ResourceFilter,
  StackRef,
  TemplateInput,
  UpdateInput,
} from '../types.ts';
import { cancelOperation, checkStack } from './act.ts';
import { createStack } from './create.ts';
import { deleteStack } from './delete.ts';
import { listEvents, showEvent } from './events.ts';
import { findStack } from './find.ts';
import { identityOf, type ServicePorts } from './ports.ts';
import { previewUpdate } from './preview-update.ts';
import { previewStack } from './preview.ts';
import { listResources, markUnhealthy, resourceMetadata, showResource } from './resources.ts';
import {
  countStacks,
  listStacks,
  showStack,
  stackEnvironment,
  stackFiles,
  stackOutput,
  stackOutputs,
  stackTemplate,
} from './show.ts';
import { signalResource } from './signal.ts';
import { updateStack } from './update.ts';
import { validateTemplate } from './validate.ts';
import { OrchestrationError } from '../types.ts';

/** Stacks as people know them; each method is a file of its own beside this one. */
export class StackService implements Orchestration {
  readonly #ports: ServicePorts;
  readonly #engines: () => Promise<readonly EngineView[]>;

  /** `engines` lists the engines of this installation. */
  constructor(ports: ServicePorts, engines: () => Promise<readonly EngineView[]>) {
    this.#ports = ports;
    this.#engines = engines;
  }

  validate(who: Requester, input: TemplateInput, options: { showNested?: boolean; ignoreErrors?: readonly string[] }) {
    return validateTemplate(this.#ports, who, input, options);
  }

  create(who: Requester, input: CreateInput) {
    return createStack(this.#ports, who, input);
  }

  preview(who: Requester, input: CreateInput) {
    return previewStack(this.#ports, who, input);
  }

  update(who: Requester, ref: StackRef, input: UpdateInput) {
    return updateStack(this.#ports, who, ref, input);
  }

  previewUpdate(who: Requester, ref: StackRef, input: UpdateInput, options: { showNested?: boolean }) {
    return previewUpdate(this.#ports, who, ref, input, options);
  }

  delete(who: Requester, ref: StackRef) {
    return deleteStack(this.#ports, who, ref);
  }

  async act(who: Requester, ref: StackRef, action: Parameters<Orchestration['act']>[2]) {
    switch (action) {
      case 'check':
        return checkStack(this.#ports, who, ref);
      case 'cancel_update':
        return cancelOperation(this.#ports, who, ref, 'rollback');
      case 'cancel_without_rollback':
        return cancelOperation(this.#ports, who, ref, 'stop');
      case 'suspend':
      case 'resume':
        throw new OrchestrationError(
          'NotSupported',
          `${action === 'suspend' ? 'Suspending' : 'Resuming'} a stack is not supported.`,
        );
    }
  }

  async lookup(who: Requester, name: string) {
    return identityOf(await findStack(this.#ports, who, { name }, { deleted: true }));
  }

  list(who: Requester, filter: ListFilter, page: Page) {
    return listStacks(this.#ports, who, filter, page);
  }

  count(who: Requester, filter: ListFilter) {
    return countStacks(this.#ports, who, filter);
  }

  show(who: Requester, ref: StackRef, options: { resolveOutputs: boolean }) {
    return showStack(this.#ports, who, ref, options.resolveOutputs);
  }

  template(who: Requester, ref: StackRef) {
    return stackTemplate(this.#ports, who, ref);
  }

  environment(who: Requester, ref: StackRef) {
    return stackEnvironment(this.#ports, who, ref);
  }

  files(who: Requester, ref: StackRef) {
    return stackFiles(this.#ports, who, ref);
  }

  outputs(who: Requester, ref: StackRef) {
    return stackOutputs(this.#ports, who, ref);
  }

  output(who: Requester, ref: StackRef, key: string) {
    return stackOutput(this.#ports, who, ref, key);
  }

  resources(
    who: Requester,
    ref: StackRef,
    options: { nestedDepth: number; withDetail: boolean; filter: ResourceFilter },
  ) {
    return listResources(this.#ports, who, ref, options);
  }

  resource(who: Requester, ref: StackRef, name: string, options: { withAttributes: readonly string[] }) {
    return showResource(this.#ports, who, ref, name, options.withAttributes);
  }

  metadata(who: Requester, ref: StackRef, name: string) {
    return resourceMetadata(this.#ports, who, ref, name);
  }

  signal(who: Requester, ref: StackRef, name: string, details: Value) {
    return signalResource(this.#ports, who, ref, name, details);
  }

  markUnhealthy(who: Requester, ref: StackRef, nameOrPhysicalId: string, unhealthy: boolean, reason: string) {
    return markUnhealthy(this.#ports, who, ref, nameOrPhysicalId, unhealthy, reason);
  }

  events(
    who: Requester,
    ref: StackRef,
    options: { nestedDepth: number; resourceName?: string; filter: EventFilter; page: Page },
  ) {
    return listEvents(this.#ports, who, ref, options);
  }

  event(who: Requester, ref: StackRef, resourceName: string, id: string) {
    return showEvent(this.#ports, who, ref, resourceName, id);
  }

  services() {
    return this.#engines();
  }

  watchEvents(rootId: string, listener: (event: EventRecord) => void) {
    return this.#ports.engine.events.listen(rootId, listener);
  }
}
