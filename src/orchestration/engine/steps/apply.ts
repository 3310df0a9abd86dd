import type { ValueMap } from '../../../expressions/values.ts';
import { Replace } from '../../../resources/contract.ts';
import type { ResourceRecord } from '../../../storage/types.ts';
import { resolve } from '../../../template/index.ts';
import { resourceCloud } from '../../model/placement.ts';
import { isNested } from '../../model/record-values.ts';
import { resolveProperties } from '../../model/properties.ts';
import type { ModelResource } from '../../model/stack-model.ts';
import { difference, mannerOf, suspectProperties, wasNeverMade, withSuspects } from '../../plan/difference.ts';
import type { ApplyStep } from '../../plan/plan.ts';
import { contextFor } from '../context.ts';
import { breakAt, requireUnrestricted } from '../hooks.ts';
import { Reported, type Failure } from '../failure.ts';
import type { Operation } from '../operation.ts';
import { newRecord } from '../prepare.ts';
import { applyNested } from './apply-nested.ts';
import { attempt } from './attempt.ts';
import { createObject, finishCreation } from './create.ts';
import { deletionPolicyOf } from './deletion-policy.ts';
import { updateObject } from './update.ts';

/** What a resource is to become. */
export interface Target {
  readonly resource: ModelResource;
  readonly properties: ValueMap;
  /** Written with the record whenever it is written. */
  readonly rest: Pick<ResourceRecord, 'requires' | 'metadata' | 'deletionPolicy'>;
}

/** Brings one resource about: decides, now that all values are known, whether to make, change, replace or leave it. */
export async function applyStep(operation: Operation, step: ApplyStep, name: string): Promise<Failure | undefined> {
  const { state } = operation;
  const record = state.current(name)!;
  const isOurs = record.operationId === operation.id && record.action !== 'INIT';
  if (isOurs && record.status === 'COMPLETE') {
    const hook = record.action === 'CREATE' ? 'post-create' : 'post-update';
    return attempt(operation, record, 'UPDATE', () => breakAt(operation, record, hook));
  }
  const action = isOurs || !wasNeverMade(record) ? 'UPDATE' : 'CREATE';
  const failure = await attempt(operation, record, action, async () => {
    const target = targetOf(operation, name);
    if (record.replacedBy !== null) await state.change(record, { replacedBy: null });
    const { type } = target.resource;
    if (wasNeverMade(record)) {
      await breakAt(operation, record, 'pre-create');
      await make(operation, record, target);
      return breakAt(operation, record, 'post-create');
    }
    if (record.type !== type.type || (record.nestedId !== null) !== isNested(type, record)) {
      return replaceObject(operation, record, target);
    }
    if (moves(record, target)) return replaceObject(operation, record, target);
    if (record.nestedId !== null) return updateNested(operation, record, target);
    if (record.action === 'CREATE' && record.status === 'IN_PROGRESS') {
      if (isOurs) return createObject(operation, record, target);
      // Another operation began it: see what came of that before comparing.
      await finishCreation(operation, record, type);
    }
    return bringInLine(operation, record, target);
  });
  const isBorne = state.model!.resources.get(name)!.type.failsAlone === true && operation.halted === undefined;
  return isBorne ? undefined : failure;
}

async function bringInLine(operation: Operation, record: ResourceRecord, target: Target): Promise<void> {
  const { type } = target.resource;
  if (record.status === 'FAILED' && !(await survives(operation, record, target))) {
    if (record.action === 'CREATE' && record.physicalId === null) return createObject(operation, record, target);
    return replaceObject(operation, record, target);
  }
  const change = withSuspects(await differenceById(operation, record, target), suspectProperties(record));
  const manner = mannerOf(type, record.name, change);
  if (manner === 'replace') return replaceObject(operation, record, target);
  if (manner === 'unchanged' && record.status === 'COMPLETE' && type.updatesAlways !== true) {
    const rest = difference(restOf(record), target.rest as unknown as ValueMap);
    if (rest.changed.size > 0) await operation.state.change(record, target.rest);
    return undefined;
  }
  requireUnrestricted(operation, record, 'update');
  await breakAt(operation, record, 'pre-update');
  try {
    await updateObject(operation, record, target, change);
    return await breakAt(operation, record, 'post-update');
  } catch (error) {
    if (!(error instanceof Replace)) throw error;
    return replaceObject(operation, record, target);
  }
}

/** The difference between what is and what should be; names count as equal to the ids they stand for. */
async function differenceById(operation: Operation, record: ResourceRecord, { resource, properties }: Target) {
  const before = record.properties ?? {};
  const change = difference(before, properties);
  if (change.changed.size === 0 || resource.type.translate === undefined) return change;
  const finder = operation.engine.ports.clouds.finder(await operation.connectionFor(record));
  const [was, now] = await Promise.all([
    resource.type.translate(before, finder),
    resource.type.translate(properties, finder),
  ]);
  return difference(was, now);
}

/** Makes the object, or the stack, of a resource of which nothing exists yet. */
async function make(operation: Operation, record: ResourceRecord, target: Target): Promise<void> {
  const { type } = target.resource;
  if (type.nested === undefined) return createObject(operation, record, target);
  const isHere =
    type.nestedAt === undefined ||
    (await type.nestedAt.wanted(
      await contextFor(operation, type, { ...record, metadata: target.rest.metadata }),
      target.properties,
    ));
  return isHere ? applyNested(operation, record, target) : createObject(operation, record, target);
}

/** Brings the stack behind a resource in line, or makes another where its resource cannot become what it should. */
async function updateNested(operation: Operation, record: ResourceRecord, target: Target): Promise<void> {
  const { type } = target.resource;
  const change = difference(record.properties ?? {}, target.properties);
  if (record.properties !== null && type.needsReplace?.(change) === true)
    return replaceObject(operation, record, target);
  return applyNested(operation, record, target);
}

/** An object cannot go from one cloud to another. */
function moves(record: ResourceRecord, { rest }: Target): boolean {
  return resourceCloud(record.metadata)?.cloud !== resourceCloud(rest.metadata)?.cloud;
}

async function replaceObject(operation: Operation, record: ResourceRecord, target: Target): Promise<void> {
  requireUnrestricted(operation, record, 'replace');
  const { state, engine } = operation;
  const successor = {
    ...newRecord(operation, state.model!, record.name, engine.ports.random.uuid()),
    replaces: record.id,
  };
  await state.replace(record, successor);
  state.setCurrent(record.name, successor.id);
  const failure = await attempt(operation, successor, 'CREATE', () => make(operation, successor, target));
  if (failure !== undefined) throw new Reported(failure);
}

async function survives(
  operation: Operation,
  record: ResourceRecord,
  { resource: { type }, properties }: Target,
): Promise<boolean> {
  if (record.physicalId === null || type.survivesFailure === undefined) return false;
  return type.survivesFailure(await contextFor(operation, type, record), properties);
}

function targetOf(operation: Operation, name: string): Target {
  const { state } = operation;
  const model = state.model!;
  const resource = model.resources.get(name)!;
  const scope = state.scope();
  const requires = [...model.dependencies.get(name)!].flatMap((other) => state.current(other)?.id ?? []);
  return {
    resource,
    properties: resolveProperties(resource.definition, resource.type, scope),
    rest: {
      requires,
      metadata: resolve(resource.definition.metadata, scope) ?? {},
      deletionPolicy: deletionPolicyOf(resource.definition, scope),
    },
  };
}

function restOf(record: ResourceRecord): ValueMap {
  return { requires: record.requires, metadata: record.metadata, deletionPolicy: record.deletionPolicy };
}
