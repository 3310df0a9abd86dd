import type { ResourceRecord, StackRecord } from '../../storage/types.ts';
import { nestedChanges } from '../engine/prepare.ts';
import { blankRecord } from '../model/blank-record.ts';
import { childTemplate } from '../model/child-template.ts';
import { maskHidden } from '../model/mask-hidden.ts';
import { resolveProperties } from '../model/properties.ts';
import { StackModel } from '../model/stack-model.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { Decision } from '../plan/plan.ts';
import type { ChangesView, Requester, ResourceView, StackRef, UpdateInput } from '../types.ts';
import { identityOf, type ServicePorts } from './ports.ts';
import { plannedUpdate } from './update.ts';
import { resourceView, surroundings } from './views/resource-view.ts';

const SECTIONS = {
  unchanged: 'unchanged',
  update: 'updated',
  replace: 'replaced',
  create: 'added',
  delete: 'deleted',
} as const;

type Changes = { -readonly [section in keyof ChangesView]: ResourceView[] };

/** What an update would do, by the very plan that the update would run. */
export async function previewUpdate(
  ports: ServicePorts,
  who: Requester,
  ref: StackRef,
  input: UpdateInput,
  options: { showNested?: boolean },
): Promise<ChangesView> {
  const { stack, model } = await plannedUpdate(ports, who, ref, input);
  const changes: Changes = { unchanged: [], updated: [], replaced: [], added: [], deleted: [] };
  await classify(ports, stack, model, options.showNested === true, changes);
  return changes;
}

async function classify(
  ports: ServicePorts,
  stack: StackRecord,
  model: StackModel,
  nested: boolean,
  changes: Changes,
): Promise<void> {
  const { store } = ports;
  const before = await ports.models.of(stack);
  const records = await store.resources(stack.id);
  const byId = new Map(records.map((record) => [record.id, record]));
  const plan = makePlan({
    model,
    records,
    newId: () => ports.random.uuid(),
    nestedChanged: await nestedChanges(store, model, records),
    removeLast: false,
  });
  const root = (await store.stack(stack.rootId)) ?? stack;
  const around = surroundings(identityOf(stack), identityOf(root), model);
  const add = (record: ResourceRecord, decision: Decision | 'delete'): number =>
    changes[SECTIONS[decision]].push({
      ...resourceView(record, around),
      attributes: record.attributes,
      properties: maskHidden(maskHidden(record.properties ?? {}, before), model),
    });
  for (const id of Object.values(plan.unchanged)) add(byId.get(id)!, 'unchanged');
  for (const [name, step] of Object.entries(plan.apply)) {
    const record = byId.get(step.record);
    add(record ?? unmade(ports, stack, model, name), step.decision);
    if (nested && record?.nestedId != null && step.decision === 'update')
      await classifyNested(ports, model, record, changes);
  }
  for (const [id, step] of Object.entries(plan.remove))
    if (!model.resources.has(step.name)) add(byId.get(id)!, 'delete');
}

async function classifyNested(
  ports: ServicePorts,
  model: StackModel,
  record: ResourceRecord,
  changes: Changes,
): Promise<void> {
  const { store } = ports;
  const resource = model.resources.get(record.name)!;
  const child = await store.stack(record.nestedId!);
  if (child === undefined || resource.type.nested === undefined) return;
  const properties = resolveProperties(resource.definition, resource.type, model.staticScope);
  const made = childTemplate(model, resource, record, properties, await store.resources(child.id));
  await classify(
    ports,
    child,
    StackModel.read(identityOf(child), made.record, ports.host, { facade: () => ({}) }),
    true,
    changes,
  );
}

/** A resource that the update would add, as it would be before anything of it exists. */
function unmade(ports: ServicePorts, stack: StackRecord, model: StackModel, name: string): ResourceRecord {
  const { type } = model.resources.get(name)!.definition;
  return blankRecord({
    id: '',
    stackId: stack.id,
    name,
    type,
    physicalName: '',
    operationId: '',
    createdAt: ports.clock.now(),
  });
}
