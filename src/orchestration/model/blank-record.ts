import type { ResourceRecord } from '../../storage/types.ts';

type Known = Pick<ResourceRecord, 'id' | 'stackId' | 'name' | 'type' | 'physicalName' | 'operationId' | 'createdAt'>;

/** The record of a resource of which nothing exists yet. */
export function blankRecord(known: Known): ResourceRecord {
  return {
    ...known,
    action: 'INIT',
    status: 'COMPLETE',
    reason: '',
    physicalId: null,
    intendedAt: null,
    properties: null,
    pending: null,
    metadata: {},
    attributes: {},
    data: {},
    requires: [],
    deletionPolicy: 'Delete',
    replaces: null,
    replacedBy: null,
    nestedId: null,
    updatedAt: known.createdAt,
  };
}
