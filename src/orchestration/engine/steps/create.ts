import { isPassing } from '../../../clouds/errors.ts';
import type { ValueMap } from '../../../expressions/values.ts';
import { ResourceError, type Context, type Made, type ResourceType } from '../../../resources/contract.ts';
import { physicalName } from '../../names.ts';
import type { ResourceRecord } from '../../../storage/types.ts';
import { contextFor, mergeData } from '../context.ts';
import type { Operation } from '../operation.ts';
import type { Target } from './apply.ts';
import { keptAttributes } from './attributes.ts';
import { reasonWith } from './caution.ts';
import { adoptExternal } from './external.ts';
import { Fate, noteFate, SURE, wasUnsure } from './fate.ts';

/**
 * Makes a resource's object. The intent, with the name that the object will have, is stored first: after a crash the object is
 * looked for under that name before another is made. An object that goes to an error state is removed and made anew, a few times.
 */
export async function createObject(operation: Operation, record: ResourceRecord, target: Target): Promise<void> {
  const { type, definition } = target.resource;
  if (definition.externalId !== undefined) return adoptExternal(operation, record, target);
  const begun = record.action === 'CREATE' && record.status === 'IN_PROGRESS';
  const fate = new Fate(begun || wasUnsure(record));
  try {
    await create(operation, record, target, { begun, fate });
  } catch (error) {
    if (type.find !== undefined) await noteFate(operation, record, fate);
    throw error;
  }
}

async function create(
  operation: Operation,
  record: ResourceRecord,
  target: Target,
  { begun, fate }: { readonly begun: boolean; readonly fate: Fate },
): Promise<void> {
  const { state, engine } = operation;
  const { type } = target.resource;
  const reason = reasonWith(type, target.properties);
  if (!begun) await intend(operation, record, target, reason);
  const context = await contextFor(operation, type, record);
  const properties = await translated(operation, record, type, target.properties);
  await makeWay(operation, record, type);
  for (let retries = 0; ; retries++) {
    try {
      await makeReady(operation, record, type, context, properties, fate);
      break;
    } catch (error) {
      const broken = error instanceof ResourceError && error.type === 'ResourceInError' && type.triedOnce !== true;
      if (!broken || retries >= engine.ports.limits.createRetries || operation.halted !== undefined) throw error;
      await type.delete?.(context, properties);
      const name = physicalName(operation.stack.name, record.name, type.nameLimit ?? 255, engine.ports.random);
      await state.change(record, {
        physicalId: null,
        data: {},
        physicalName: name,
        intendedAt: engine.ports.clock.now(),
      });
      fate.isUnsure = false;
    }
  }
  const attributes = await keptAttributes(operation, type, context);
  await state.change(record, { action: 'CREATE', status: 'COMPLETE', reason, attributes });
}

/** Lets the object that this one replaces give up what only one of them can have. */
async function makeWay(operation: Operation, record: ResourceRecord, type: ResourceType): Promise<void> {
  const old = record.replaces === null ? undefined : operation.state.record(record.replaces);
  if (
    old === undefined ||
    old.type !== type.type ||
    old.physicalId === null ||
    old.action === 'DELETE' ||
    type.makeWay === undefined
  )
    return;
  await type.makeWay(
    await contextFor(operation, type, old),
    await translated(operation, old, type, old.properties ?? {}),
  );
}

/** Finishes a creation that another operation began, with the properties that were meant then. */
export async function finishCreation(operation: Operation, record: ResourceRecord, type: ResourceType): Promise<void> {
  const context = await contextFor(operation, type, record);
  const properties = await translated(operation, record, type, record.properties ?? {});
  try {
    await makeReady(operation, record, type, context, properties, new Fate(true));
  } catch (error) {
    if (!(error instanceof ResourceError)) throw error;
    await operation.state.change(record, { status: 'FAILED', reason: `${error.type}: ${error.message}` });
    return;
  }
  await operation.state.change(record, { status: 'COMPLETE', reason: 'state changed' });
}

async function intend(
  operation: Operation,
  record: ResourceRecord,
  { properties, rest }: Target,
  reason: string,
): Promise<void> {
  await operation.state.change(record, {
    action: 'CREATE',
    status: 'IN_PROGRESS',
    reason,
    intendedAt: record.intendedAt ?? operation.engine.ports.clock.now(),
    operationId: operation.id,
    properties,
    ...rest,
  });
}

async function makeReady(
  operation: Operation,
  record: ResourceRecord,
  type: ResourceType,
  context: Context,
  properties: ValueMap,
  fate: Fate,
): Promise<void> {
  const mayExist = fate.isUnsure;
  const made = await surely(type, context, async (attempt) => {
    const found = mayExist || attempt > 1 ? await findLate(operation, type, context, properties) : undefined;
    if (found !== undefined) return found;
    const isKnown = record.physicalId !== null && ((!mayExist && attempt === 1) || (await isThere(type, context)));
    return isKnown ? undefined : fate.send(() => makeOwn(operation, record, type, context, properties));
  });
  if (made !== undefined) await remember(operation, record, made);
  if (made?.usable !== true) await type.ready?.(context, properties);
}

/** Makes an object that nobody else has. */
async function makeOwn(
  operation: Operation,
  record: ResourceRecord,
  type: ResourceType,
  context: Context,
  properties: ValueMap,
): Promise<Made | undefined> {
  for (;;) {
    const made = await type.create?.(context, properties);
    if (made === undefined || made.id === null || operation.engine.claims.keep(made.id, record.id)) return made;
    // Another resource was looking for an object that it had lost, and has taken this one: what it lost, if it did, is ours.
    const left = await type.find?.(context, properties);
    if (left !== undefined) return left;
  }
}

/** How often a request to make an object is sent when it got no answer, or one that says to come back later. */
const ATTEMPTS = 6;

/** Tries again what a cloud may do the next time; only where an object that was made meanwhile can be found. */
export async function surely<T>(
  { find }: Pick<ResourceType, 'find'>,
  context: Context,
  work: (attempt: number) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!isPassing(error) || attempt === ATTEMPTS || find === undefined) throw error;
      await context.clock.sleep(500 * 2 ** attempt, context.signal);
    }
  }
}

/** An object whose id is stored may have vanished since; types that cannot look are believed. */
async function isThere(type: ResourceType, context: Context): Promise<boolean> {
  return type.read === undefined || (await type.read(context)) !== undefined;
}

/** Looks for what an interrupted creation made; twice, as the cloud may still be at work on a request whose sender has died. */
export async function findLate(
  operation: Operation,
  type: Pick<ResourceType, 'find'>,
  context: Context,
  properties: ValueMap,
): Promise<Made | undefined> {
  if (type.find === undefined) return undefined;
  const { clock, limits } = operation.engine.ports;
  const found = await type.find(context, properties);
  const wait = context.intendedAt + limits.lateRequestSeconds * 1000 - clock.now();
  if (found !== undefined || context.id !== undefined || wait <= 0) return found;
  await clock.sleep(wait, context.signal);
  return type.find(context, properties);
}

/** Stores what was made, so that it is known however the rest of the creation ends. */
async function remember(operation: Operation, record: ResourceRecord, made: Made): Promise<void> {
  const change = {
    ...(made.id === null ? {} : { physicalId: made.id }),
    ...(made.data === undefined && !wasUnsure(record)
      ? {}
      : { data: mergeData(record.data, { ...made.data, ...SURE }) }),
  };
  if (Object.keys(change).length > 0) await operation.state.change(record, change);
}

/** Properties with names turned into ids of the resource's cloud, as verbs take them. */
export async function translated(
  operation: Operation,
  record: Pick<ResourceRecord, 'metadata'>,
  type: ResourceType,
  properties: ValueMap,
): Promise<ValueMap> {
  if (type.translate === undefined) return properties;
  return type.translate(properties, operation.engine.ports.clouds.finder(await operation.connectionFor(record)));
}
