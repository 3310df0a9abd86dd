import type { ResourceRecord } from '../../../storage/types.ts';
import { resolve, type ResourceDefinition, type Scope } from '../../../template/index.ts';

const POLICIES: Readonly<Record<string, ResourceRecord['deletionPolicy']>> = {
  delete: 'Delete',
  retain: 'Retain',
  snapshot: 'Snapshot',
};

/** What becomes of the object when its resource goes; Delete where the template does not say. */
export function deletionPolicyOf(definition: ResourceDefinition, scope: Scope): ResourceRecord['deletionPolicy'] {
  const said = resolve(definition.deletionPolicy, scope);
  return (typeof said === 'string' ? POLICIES[said.toLowerCase()] : undefined) ?? 'Delete';
}
