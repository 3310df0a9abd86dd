import { contextForView } from './live-context.ts';
import type { Value, ValueMap } from '../../expressions/values.ts';
import type { EventRecord, ResourceRecord, StackRecord } from '../../storage/types.ts';
import { maskHidden } from '../model/mask-hidden.ts';
import { resolveOutputs } from '../model/outputs.ts';
import { attributeOf, isNested } from '../model/record-values.ts';
import { liveAttributes } from '../engine/steps/attributes.ts';
import { OrchestrationError, type Requester, type ResourceFilter, type ResourceView, type StackRef } from '../types.ts';
import { resourceEvent } from '../resource-event.ts';
import { findStack } from './find.ts';
import { identityOf, type ServicePorts } from './ports.ts';
import { currentRecords, resourceView, surroundings, type ResourceSurroundings } from './views/resource-view.ts';

/** The resources of a stack, and of the stacks nested in it down to a depth. */
export async function listResources(
  ports: ServicePorts,
  who: Requester,
  ref: StackRef,
  options: { nestedDepth: number; withDetail: boolean; filter: ResourceFilter },
): Promise<ResourceView[]> {
  const top = await findStack(ports, who, ref, { deleted: true });
  const root = top.rootId === top.id ? top : ((await ports.store.stack(top.rootId)) ?? top);
  const views: ResourceView[] = [];
  let level: { stack: StackRecord; parentResource?: string }[] = [{ stack: top }];
  for (let depth = 0; level.length > 0; depth++) {
    const below: typeof level = [];
    for (const { stack, parentResource } of level) {
      const records = currentRecords(await ports.store.resources(stack.id));
      const around = surroundings(identityOf(stack), identityOf(root), await ports.models.of(stack), parentResource);
      for (const record of records) {
        if (depth < Math.min(options.nestedDepth, ports.limits.nestedDepth) && record.nestedId !== null) {
          const child = await ports.store.stack(record.nestedId);
          if (child !== undefined && child.deletedAt === null)
            below.push({ stack: child, parentResource: record.name });
        }
        if (!matches(record, around, options.filter)) continue;
        const attributes = options.withDetail ? await attributesOf(ports, stack, record, around, []) : undefined;
        views.push({ ...resourceView(record, around), ...(attributes === undefined ? {} : { attributes }) });
      }
    }
    level = below;
  }
  return views;
}

/** One resource with its attributes, as the cloud has them now. */
export async function showResource(
  ports: ServicePorts,
  who: Requester,
  ref: StackRef,
  name: string,
  withAttributes: readonly string[],
): Promise<ResourceView> {
  const { stack, record, around } = await findResource(ports, who, ref, name);
  const attributes = await attributesOf(ports, stack, record, around, withAttributes);
  return {
    ...resourceView(record, around),
    attributes,
    ...(record.properties === null ? {} : { properties: record.properties }),
  };
}

export async function resourceMetadata(
  ports: ServicePorts,
  who: Requester,
  ref: StackRef,
  name: string,
): Promise<Value> {
  return (await findResource(ports, who, ref, name)).record.metadata;
}

/** Marks a resource as broken, so that the next update replaces it, or as sound again. */
export async function markUnhealthy(
  ports: ServicePorts,
  who: Requester,
  ref: StackRef,
  nameOrPhysicalId: string,
  unhealthy: boolean,
  reason: string,
): Promise<void> {
  const stack = await findStack(ports, who, ref);
  const records = currentRecords(await ports.store.resources(stack.id));
  const record =
    records.find(({ name }) => name === nameOrPhysicalId) ??
    records.find(({ physicalId, nestedId }) => physicalId === nameOrPhysicalId || nestedId === nameOrPhysicalId);
  if (record === undefined) throw noResource(nameOrPhysicalId, stack);
  if (record.status === 'IN_PROGRESS') {
    throw new OrchestrationError(
      'ActionInProgress',
      `Stack ${stack.name} already has an action (${record.action}) in progress.`,
    );
  }
  if (unhealthy)
    await setHealth(
      ports,
      stack,
      record,
      'FAILED',
      reason === '' ? 'state changed by resource_mark_unhealthy api' : reason,
    );
  else if (record.action === 'CHECK' && record.status === 'FAILED')
    await setHealth(ports, stack, record, 'COMPLETE', reason);
}

async function setHealth(
  ports: ServicePorts,
  stack: StackRecord,
  record: ResourceRecord,
  status: 'FAILED' | 'COMPLETE',
  reason: string,
): Promise<void> {
  const event = await eventOf(ports, stack, { ...record, action: 'CHECK', status, reason });
  await ports.store.transact(async (tx) => {
    await tx.changeResource(record.id, { action: 'CHECK', status, reason, updatedAt: event.at });
    await tx.addEvents([event]);
  });
  ports.engine.publish([event]);
}

/** An event about what a user did to a resource, which is as `record` has it now. */
export async function eventOf(
  ports: Pick<ServicePorts, 'clock' | 'random' | 'models'>,
  stack: StackRecord,
  record: ResourceRecord,
): Promise<EventRecord> {
  const { properties } = record;
  return resourceEvent(ports, stack, record, properties && maskHidden(properties, await ports.models.of(stack)));
}

/** The resource of that name. Throws OrchestrationError where the stack or the resource is not there. */
export async function findResource(
  ports: ServicePorts,
  who: Requester,
  ref: StackRef,
  name: string,
): Promise<{ stack: StackRecord; record: ResourceRecord; around: ResourceSurroundings }> {
  const stack = await findStack(ports, who, ref);
  const record = currentRecords(await ports.store.resources(stack.id)).find((candidate) => candidate.name === name);
  if (record === undefined) throw noResource(name, stack);
  const root = stack.rootId === stack.id ? stack : ((await ports.store.stack(stack.rootId)) ?? stack);
  const parent = stack.parentResourceId === null ? undefined : await ports.store.resource(stack.parentResourceId);
  return {
    stack,
    record,
    around: surroundings(identityOf(stack), identityOf(root), await ports.models.of(stack), parent?.name),
  };
}

function noResource(name: string, stack: StackRecord): OrchestrationError {
  return new OrchestrationError(
    'ResourceNotFound',
    `The Resource (${name}) could not be found in Stack ${stack.name}.`,
  );
}

async function attributesOf(
  ports: ServicePorts,
  stack: StackRecord,
  record: ResourceRecord,
  around: ResourceSurroundings,
  more: readonly string[],
): Promise<ValueMap> {
  const type = around.model?.resources.get(record.name)?.type;
  if (type === undefined || record.action === 'INIT') return {};
  if (isNested(type, record)) {
    const names = [...new Set([...Object.keys(type.attributes), ...more])];
    const attributes = record.nestedId === null ? {} : await liveOutputs(ports, record.nestedId);
    return Object.fromEntries(names.map((name) => [name, attributeOf(type, { ...record, attributes }, name, [])]));
  }
  const names = new Set([
    ...Object.keys(type.attributes).filter((name) => name !== 'show' || type.attributes[name]?.from === undefined),
    ...more,
  ]);
  try {
    return await liveAttributes(type, await contextForView(ports, stack, record, type), names);
  } catch (error) {
    ports.log.error({ err: error, resource: record.id }, 'attributes could not be read');
    return { ...record.attributes };
  }
}

/** The outputs of a nested stack as they are now, whether it is done or not. */
async function liveOutputs(ports: ServicePorts, stackId: string): Promise<ValueMap> {
  const stack = await ports.store.stack(stackId);
  const model = stack === undefined ? undefined : await ports.models.of(stack);
  if (model === undefined || model.template.outputs.size === 0) return {};
  const outputs = resolveOutputs(model, await ports.store.resources(stackId));
  return Object.fromEntries(outputs.map(({ key, value }) => [key, value]));
}

function matches(record: ResourceRecord, around: ResourceSurroundings, filter: ResourceFilter): boolean {
  const type = around.model?.template.resources.get(record.name)?.type ?? record.type;
  const among = (list: readonly string[] | undefined, ...values: (string | null)[]): boolean =>
    list === undefined || values.some((value) => value !== null && list.includes(value));
  return (
    among(filter.names, record.name) &&
    (filter.types === undefined || filter.types.some((part) => type.includes(part))) &&
    among(filter.actions, record.action) &&
    among(filter.statuses, record.status) &&
    among(filter.ids, record.id) &&
    among(filter.physicalIds, record.physicalId, record.nestedId)
  );
}
