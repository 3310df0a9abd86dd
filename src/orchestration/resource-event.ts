import type { Clock, Random } from '../expressions/ports.ts';
import type { ValueMap } from '../expressions/values.ts';
import type { EventRecord, ResourceRecord, StackRecord } from '../storage/types.ts';

/** An event that tells how a resource is now. `properties` are those that may be told, with hidden values masked. */
export function resourceEvent(
  { clock, random }: { readonly clock: Clock; readonly random: Random },
  stack: StackRecord,
  record: ResourceRecord,
  properties: ValueMap | null,
): EventRecord {
  return {
    id: random.uuid(),
    stackId: stack.id,
    rootId: stack.rootId,
    resourceName: record.name,
    resourceType: record.type,
    physicalId: record.nestedId ?? record.physicalId,
    action: record.action,
    status: record.status,
    reason: record.reason,
    properties,
    at: clock.now(),
  };
}
