import type { ResourceRecord, StackRecord, Store, TemplateRecord } from '../../storage/types.ts';
import { parseEnvironment, parseTemplate, TemplateError } from '../../template/index.ts';
import { childTemplate } from '../model/child-template.ts';
import { facadeOf } from '../model/facade.ts';
import { blankRecord } from '../model/blank-record.ts';
import { maskHidden } from '../model/mask-hidden.ts';
import { StackModel } from '../model/stack-model.ts';
import { physicalName } from '../names.ts';
import { makeDeletePlan, makePlan, type NestedChanged } from '../plan/make-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { parseStoredPlan, storePlan } from '../plan/stored-plan.ts';
import type { Failure } from './failure.ts';
import type { Operation } from './operation.ts';
import { StackState, type Remains } from './stack-state.ts';

/** Loads what an operation works on, and makes and stores its plan where a crash has not left one. */
export async function prepare(operation: Operation): Promise<{ state: StackState; failure?: Failure }> {
  const { store } = operation.engine.ports;
  const records = await store.resources(operation.stack.id);
  const { action } = operation.record;
  let model: StackModel | undefined;
  if (action !== 'DELETE') {
    try {
      model = await readModel(operation);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      return {
        state: new StackState(operation, undefined, records),
        failure: { type: error.type, path: '', message: error.message },
      };
    }
  }
  if (operation.record.plan === null) {
    const plan = await planFor(operation, model, records);
    const added = newRecords(operation, model, plan, records);
    const change = { plan: storePlan(plan), state: 'RUNNING' as const };
    await operation.transact(async (tx) => {
      await tx.changeOperation(operation.id, change);
      if (added.length > 0) await tx.addResources(added);
    });
    Object.assign(operation.record, change);
    records.push(...added);
  }
  const remains = model === undefined ? await remainsOf(operation) : undefined;
  const state = new StackState(operation, model, records, remains);
  setCurrent(state, parseStoredPlan(operation.record.plan), operation.id);
  return { state };
}

/** What still counts of the template of a stack that is being deleted. */
async function remainsOf({ engine, stack }: Operation): Promise<Remains> {
  const { store, host } = engine.ports;
  const template = await store.template(stack.templateId);
  const { registry } = parseEnvironment(template?.environment ?? {}).environment;
  const parsed = parseTemplate(template?.body ?? null);
  if (template === undefined || parsed.template === undefined) return { registry, told: () => null };
  const hides = [...parsed.template.parameters.values()].some(({ hidden }) => hidden);
  if (!hides) return { registry, told: (properties) => properties };
  const identity = { id: stack.id, name: stack.name, projectId: stack.projectId };
  const model = StackModel.read(identity, { ...template, parsed }, host, { strict: false });
  return { registry, told: (properties) => maskHidden(properties, model) };
}

async function readModel({ engine, record, stack }: Operation): Promise<StackModel> {
  const { store, host } = engine.ports;
  const template = await store.template(record.templateId);
  if (template === undefined) throw new Error(`template ${record.templateId} of operation ${record.id} is not stored`);
  const identity = { id: stack.id, name: stack.name, projectId: stack.projectId };
  return StackModel.readValid(identity, template, host, { facade: await facadeOf(store, host, stack, template) });
}

async function planFor(
  operation: Operation,
  model: StackModel | undefined,
  records: readonly ResourceRecord[],
): Promise<Plan> {
  const { engine, record } = operation;
  if (model === undefined) return makeDeletePlan(records);
  if (record.action === 'CHECK') return { apply: {}, unchanged: {}, remove: {}, check: records.map(({ id }) => id) };
  return makePlan({
    model,
    records,
    newId: () => engine.ports.random.uuid(),
    nestedChanged: await nestedChanges(engine.ports.store, model, records),
    removeLast: record.rollback,
  });
}

/** Compares what a nested stack's template would be with what it is. */
export async function nestedChanges(
  store: Store,
  model: StackModel,
  records: readonly ResourceRecord[],
): Promise<NestedChanged> {
  const children = new Map<string, { stack: StackRecord; template: TemplateRecord; members: ResourceRecord[] }>();
  for (const record of records) {
    if (record.nestedId === null) continue;
    const stack = await store.stack(record.nestedId);
    const template = stack === undefined ? undefined : await store.template(stack.templateId);
    if (stack !== undefined && template !== undefined) {
      children.set(record.id, { stack, template, members: await store.resources(stack.id) });
    }
  }
  return (resource, record, properties) => {
    const child = children.get(record.id);
    if (child === undefined || child.stack.status !== 'COMPLETE') return true;
    return childTemplate(model, resource, record, properties, child.members).differsFrom(child.template);
  };
}

function newRecords(
  operation: Operation,
  model: StackModel | undefined,
  plan: Plan,
  records: readonly ResourceRecord[],
): ResourceRecord[] {
  const known = new Set(records.map(({ id }) => id));
  return Object.entries(plan.apply)
    .filter(([, step]) => !known.has(step.record))
    .map(([name, step]) => newRecord(operation, model!, name, step.record));
}

/** A record for a resource of the model of which nothing exists yet. */
export function newRecord(operation: Operation, model: StackModel, name: string, id: string): ResourceRecord {
  const { engine, stack } = operation;
  const { type } = model.resources.get(name)!;
  return blankRecord({
    id,
    stackId: stack.id,
    name,
    type: type.type,
    physicalName: physicalName(stack.name, name, type.nameLimit ?? 255, engine.ports.random),
    operationId: operation.id,
    createdAt: engine.ports.clock.now(),
  });
}

function setCurrent(state: StackState, plan: Plan, operationId: string): void {
  for (const [name, id] of Object.entries(plan.unchanged)) state.setCurrent(name, id);
  for (const [name, step] of Object.entries(plan.apply)) state.setCurrent(name, step.record);
  // What this operation had begun to put in place of a resource before a crash.
  for (const record of state.records()) {
    if (record.replaces !== null && record.operationId === operationId && record.action !== 'DELETE')
      state.setCurrent(record.name, record.id);
  }
}
