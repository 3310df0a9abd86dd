import { inOrder } from '../../graph/graph.ts';
import { equal, type Value, type ValueMap } from '../../expressions/values.ts';
import { ResourceError } from '../../resources/contract.ts';
import type { ResourceRecord } from '../../storage/types.ts';
import { resolve, type Scope } from '../../template/index.ts';
import { coerceKnown } from '../model/properties.ts';
import { plannedCloud, resourceCloud } from '../model/placement.ts';
import { attributeOf, isNested, referenceOf } from '../model/record-values.ts';
import { rawProperties, type ModelResource, type StackModel } from '../model/stack-model.ts';
import { deletionPolicyOf } from '../engine/steps/deletion-policy.ts';
import { difference, mannerOf, suspectProperties, wasNeverMade } from './difference.ts';
import type { ApplyStep, Decision, Plan, RemoveStep } from './plan.ts';

/** Thrown inside while a value depends on what a step of the plan has yet to bring about. */
class NotKnown extends Error {}

/** Extra knowledge that the caller has about nested resources: true when the stack behind one has to be updated. */
export type NestedChanged = (resource: ModelResource, record: ResourceRecord, properties: ValueMap) => boolean;

export interface PlanRequest {
  readonly model: StackModel;
  /** Every record of the stack, superseded ones too. */
  readonly records: readonly ResourceRecord[];
  /** Ids for the records of resources that have none; also makes the plan repeatable. */
  readonly newId: (name: string) => string;
  readonly nestedChanged: NestedChanged;
  /** Keep every old object until all is applied, as a failure would be rolled back. */
  readonly removeLast: boolean;
}

/**
 * What to do so that a stack becomes what its template says: a pure function of the template and the records. Where several records
 * stand for one name (an update was interrupted or rolled back half-way), the one that needs least is kept.
 */
export function makePlan({ model, records, newId, nestedChanged, removeLast }: PlanRequest): Plan {
  const candidates = Map.groupBy(
    records.filter((record) => record.action !== 'DELETE'),
    (record) => record.name,
  );
  const apply: Record<string, ApplyStep> = {};
  const unchanged: Record<string, string> = {};
  const settled = new Map<string, { record: ResourceRecord; decision: Decision }>();
  const scope = planScope(model, settled);
  for (const name of inOrder(model.dependencies)) {
    const resource = model.resources.get(name)!;
    const needs = [...model.dependencies.get(name)!];
    const best = choose(model, resource, candidates.get(name) ?? [], scope, nestedChanged);
    if (best !== undefined) settled.set(name, best);
    const calm = needs.every((other) => unchanged[other] !== undefined);
    if (best?.decision === 'unchanged' && calm && isSettled(best.record, needs, unchanged))
      unchanged[name] = best.record.id;
    else
      apply[name] = {
        decision: best?.decision ?? 'create',
        record: best?.record.id ?? newId(name),
        needs: needs.filter((other) => !unchanged[other]),
      };
  }
  return { apply, unchanged, remove: removals(model, records, apply, unchanged), removeLast };
}

/** The plan that removes everything there is. */
export function makeDeletePlan(records: readonly ResourceRecord[]): Plan {
  return { apply: {}, unchanged: {}, remove: removals(undefined, records, {}, {}) };
}

/** Nothing about the record itself needs writing. */
function isSettled(
  record: ResourceRecord,
  needs: readonly string[],
  unchanged: Readonly<Record<string, string>>,
): boolean {
  return (
    record.replacedBy === null &&
    needs.length === record.requires.length &&
    needs.every((n) => record.requires.includes(unchanged[n]!))
  );
}

const PREFERENCE: readonly Decision[] = ['unchanged', 'update', 'create', 'replace'];

function choose(
  model: StackModel,
  resource: ModelResource,
  candidates: readonly ResourceRecord[],
  scope: Scope,
  nestedChanged: NestedChanged,
) {
  let best: { record: ResourceRecord; decision: Decision } | undefined;
  for (const record of candidates) {
    const decision = expect(model, resource, record, scope, nestedChanged);
    const better = best === undefined ? -1 : PREFERENCE.indexOf(decision) - PREFERENCE.indexOf(best.decision);
    if (better < 0 || (better === 0 && record.createdAt >= best!.record.createdAt)) best = { record, decision };
  }
  return best;
}

function expect(
  model: StackModel,
  resource: ModelResource,
  record: ResourceRecord,
  scope: Scope,
  nestedChanged: NestedChanged,
): Decision {
  const { type } = resource;
  if (wasNeverMade(record)) return 'create';
  if (record.type !== type.type || (record.nestedId !== null) !== isNested(type, record)) return 'replace';
  if (plannedCloud(model, record.name)?.cloud !== resourceCloud(record.metadata)?.cloud) return 'replace';
  const { known, unknown } = knownProperties(resource, scope);
  const change = difference(restrict(record.properties ?? {}, unknown), known);
  let manner: Decision;
  try {
    manner = mannerOf(type, record.name, change);
  } catch (error) {
    if (!(error instanceof ResourceError)) throw error;
    return 'update';
  }
  if (manner === 'replace') return 'replace';
  if (isNested(type, record)) {
    if (record.status !== 'COMPLETE' || manner === 'update' || unknown.size > 0) return 'update';
    return nestedChanged(resource, record, known) || isRestChanged(resource, record, scope) ? 'update' : 'unchanged';
  }
  if (record.status === 'FAILED')
    return record.physicalId === null && record.action === 'CREATE' ? 'create' : 'replace';
  if (record.status === 'IN_PROGRESS') return record.action === 'CREATE' ? 'create' : 'update';
  if (manner === 'update' || unknown.size > 0 || !isEmpty(suspectProperties(record)) || type.updatesAlways === true)
    return 'update';
  return isRestChanged(resource, record, scope) ? 'update' : 'unchanged';
}

/** True where the metadata or the deletion policy are others, or cannot be told yet. */
function isRestChanged({ definition }: ModelResource, record: ResourceRecord, scope: Scope): boolean {
  // What stands for an object of somebody else's is never removed, whatever its template says.
  if ((definition.externalId ?? null) !== null) return false;
  try {
    const metadata = resolve(definition.metadata, scope) ?? {};
    return deletionPolicyOf(definition, scope) !== record.deletionPolicy || !equal(metadata, record.metadata);
  } catch {
    // Not known yet, or not resolvable at all: the step finds out which.
    return true;
  }
}

/** The new property values that are known before anything runs, and the names of the rest. */
function knownProperties(resource: ModelResource, scope: Scope): { known: ValueMap; unknown: Set<string> } {
  const values: ValueMap = {};
  const unknown = new Set<string>();
  for (const [key, raw] of Object.entries(rawProperties(resource.definition))) {
    try {
      values[key] = resolve(raw, scope);
    } catch {
      // Not known yet, or not resolvable at all: the step finds out which.
      unknown.add(key);
    }
  }
  return { known: coerceKnown(resource, values, unknown), unknown };
}

/** References give what the records say, as long as the record's step is not expected to change that. */
function planScope(
  model: StackModel,
  settled: ReadonlyMap<string, { record: ResourceRecord; decision: Decision }>,
): Scope {
  const known = (name: string, allowed: readonly Decision[]): ResourceRecord => {
    const found = settled.get(name);
    if (found === undefined || !allowed.includes(found.decision)) throw new NotKnown();
    return found.record;
  };
  const type = (name: string) => model.resources.get(name)!.type;
  return model.scope({
    reference: (name) => referenceOf(type(name), known(name, ['unchanged', 'update']), model.identity.projectId),
    attribute: (name, attribute, path): Value => {
      const record = known(name, ['unchanged']);
      return attribute === undefined ? { ...record.attributes } : attributeOf(type(name), record, attribute, path);
    },
  });
}

/**
 * Removal of every record that ends up unused. An object goes after what replaces it is there, and after everything that used it has
 * either been brought in line or gone (heat/engine/stack.py, _compute_convg_dependencies).
 */
function removals(
  model: StackModel | undefined,
  records: readonly ResourceRecord[],
  apply: Readonly<Record<string, ApplyStep>>,
  unchanged: Readonly<Record<string, string>>,
): Record<string, RemoveStep> {
  const kept = new Set(Object.values(unchanged));
  const dependants = new Map<string, Set<string>>(records.map((record) => [record.id, new Set()]));
  const removable = records.filter((record) => !kept.has(record.id));
  for (const record of removable) {
    for (const needed of record.requires) dependants.get(needed)?.add(record.id);
    if (record.replaces !== null) dependants.get(record.replaces)?.add(record.id);
  }
  const steps: Record<string, RemoveStep> = {};
  for (const record of removable) {
    const afterApply =
      model?.resources.has(record.name) === true && apply[record.name] !== undefined ? [record.name] : [];
    steps[record.id] = { name: record.name, afterApply, afterRemove: [...dependants.get(record.id)!] };
  }
  return steps;
}

function restrict(properties: ValueMap, without: ReadonlySet<string>): ValueMap {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !without.has(key)));
}

function isEmpty(items: Iterable<unknown>): boolean {
  for (const _ of items) return false;
  return true;
}
