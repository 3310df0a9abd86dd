import type { EventFilter, EventRecord, Page, StackRecord } from '../../storage/types.ts';
import { OrchestrationError, type EventView, type Requester, type StackRef } from '../types.ts';
import { findStack } from './find.ts';
import { identityOf, type ServicePorts } from './ports.ts';

/** Events of a stack, or of one resource of it; those of nested stacks down to a depth as well. */
export async function listEvents(
  ports: ServicePorts,
  who: Requester,
  ref: StackRef,
  options: { nestedDepth: number; resourceName?: string; filter: EventFilter; page: Page },
): Promise<EventView[]> {
  const stack = await findStack(ports, who, ref, { deleted: true });
  const stacks = await stacksToDepth(ports, stack, Math.min(options.nestedDepth, ports.limits.nestedDepth));
  const filter: EventFilter = {
    ...options.filter,
    stackIds: [...stacks.keys()],
    ...(options.resourceName === undefined ? {} : { resourceNames: [options.resourceName] }),
  };
  return withStacks(ports, stacks, stack, await ports.store.events(filter, options.page));
}

/** One event of a resource. */
export async function showEvent(
  ports: ServicePorts,
  who: Requester,
  ref: StackRef,
  resourceName: string,
  id: string,
): Promise<EventView> {
  const stack = await findStack(ports, who, ref, { deleted: true });
  const event = await ports.store.event(id);
  if (event === undefined || event.stackId !== stack.id || event.resourceName !== resourceName) {
    throw new OrchestrationError('HTTPNotFound', `No event ${id} found`);
  }
  return (await withStacks(ports, new Map([[stack.id, stack]]), stack, [event]))[0]!;
}

async function stacksToDepth(ports: ServicePorts, top: StackRecord, depth: number): Promise<Map<string, StackRecord>> {
  const stacks = new Map([[top.id, top]]);
  let level = [top];
  for (let i = 0; i < depth && level.length > 0; i++) {
    const below: StackRecord[] = [];
    for (const { id } of level)
      below.push(...(await ports.store.stacks({ parentIds: [id], nested: true, deleted: true })));
    for (const stack of below) stacks.set(stack.id, stack);
    level = below;
  }
  return stacks;
}

async function withStacks(
  ports: ServicePorts,
  stacks: ReadonlyMap<string, StackRecord>,
  top: StackRecord,
  events: readonly EventRecord[],
): Promise<EventView[]> {
  const root = top.rootId === top.id ? top : ((await ports.store.stack(top.rootId)) ?? top);
  return events.map((event) => ({
    ...event,
    stack: identityOf(stacks.get(event.stackId) ?? top),
    rootStack: identityOf(root),
  }));
}
