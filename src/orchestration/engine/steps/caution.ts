import type { ValueMap } from '../../../expressions/values.ts';
import type { ResourceType } from '../../../resources/contract.ts';

/** The reason of a resource's state while all is well: Heat's words, and what the type wants seen in every event. */
export function reasonWith(type: ResourceType, properties: ValueMap): string {
  const caution = type.caution?.(properties);
  return caution === undefined ? 'state changed' : `state changed (${caution})`;
}
