import { follow } from '../../expressions/path.ts';
import { own, type Value, type ValueMap } from '../../expressions/values.ts';
import type { ResourceType } from '../../resources/contract.ts';
import { STATE } from '../../resources/state-attribute.ts';
import type { ResourceRecord } from '../../storage/types.ts';
import type { ReferenceSource, StackModel } from './stack-model.ts';
import { arn } from './stack-model.ts';

/** The values of references, from the records of the resources that stand for the names now. */
export function recordValues(
  model: StackModel,
  current: (name: string) => ResourceRecord | undefined,
): ReferenceSource {
  return {
    reference: (name) => {
      const record = current(name);
      const type = model.resources.get(name)?.type;
      return record === undefined || type === undefined ? name : referenceOf(type, record, model.identity.projectId);
    },
    attribute: (name, attribute, path) => {
      const record = current(name);
      const type = model.resources.get(name)?.type;
      if (record === undefined || type === undefined) return null;
      if (record.action === 'INIT' && attribute !== STATE) return null;
      if (attribute === undefined) return { ...record.attributes };
      return attributeOf(type, record, attribute, path);
    },
  };
}

/** What `get_resource` gives for a resource (Heat: get_reference_id). A nested stack's is its ARN, or what it says in `OS::stack_id`. */
export function referenceOf(type: ResourceType, record: ResourceRecord, projectId: string): Value {
  if (isNested(type, record)) {
    const said = own(record.attributes, 'OS::stack_id');
    if (said !== undefined) return said;
    if (type.nestedAt !== undefined) return record.nestedId ?? record.name;
    return record.nestedId === null ? record.name : arn({ id: record.nestedId, name: record.physicalName, projectId });
  }
  if (record.action === 'INIT') return record.name;
  const resource = {
    id: record.physicalId ?? undefined,
    physicalName: record.physicalName,
    data: record.data,
    properties: record.properties ?? {},
  };
  return type.reference?.(resource) ?? record.physicalId ?? record.name;
}

type ShownRecord = Pick<
  ResourceRecord,
  'name' | 'physicalName' | 'physicalId' | 'attributes' | 'nestedId' | 'action' | 'status' | 'reason'
>;

/** What the attribute `isotherm:state` says. */
function stateOf({ action, status, reason, nestedId, physicalId }: ShownRecord): ValueMap {
  return { status: `${action}_${status}`, reason, stack: nestedId ?? physicalId };
}

/** One attribute out of those kept with a record, followed along a path; null where there is nothing. */
export function attributeOf(type: ResourceType, record: ShownRecord, attribute: string, path: readonly Value[]): Value {
  const { name, physicalName, attributes } = record;
  if (attribute === STATE && Object.hasOwn(type.attributes, STATE)) return follow(stateOf(record), path);
  if (isNested(type, record)) return type.nested!.attribute(attributes, attribute, path, name, physicalName) ?? null;
  return follow(own(attributes, attribute), path);
}

/** True for a resource that is, or will be, a stack of its own. */
export function isNested(type: ResourceType, record: Pick<ResourceRecord, 'nestedId'>): boolean {
  return type.nested !== undefined && (type.nestedAt === undefined || record.nestedId !== null);
}
