import type { Connection } from '../../clouds/types.ts';
import type { ValueMap } from '../../expressions/values.ts';
import type { Context, ResourceType } from '../../resources/contract.ts';
import type { ResourceRecord } from '../../storage/types.ts';
import { inheritedFrom } from '../model/inherited.ts';
import { resourceSecrets } from '../model/resource-secrets.ts';
import type { Operation } from './operation.ts';

/** What a type's verbs may ask and do while they work on a record. */
export async function contextFor(operation: Operation, type: ResourceType, record: ResourceRecord): Promise<Context> {
  const { clock, random, store } = operation.engine.ports;
  const connection = type.service === undefined ? undefined : await operation.connectionFor(record);
  return {
    get cloud(): Connection {
      if (connection === undefined) throw new Error(`${type.type} names no service, yet asks for its cloud`);
      return connection;
    },
    clock,
    random,
    signal: operation.signal,
    stack: { id: operation.stack.id, name: operation.stack.name, projectId: operation.stack.projectId },
    name: record.name,
    get physicalName() {
      return record.physicalName;
    },
    get intendedAt() {
      return record.intendedAt ?? clock.now();
    },
    get id() {
      return record.physicalId ?? undefined;
    },
    get data() {
      return record.data;
    },
    get metadata() {
      return record.metadata;
    },
    remote: (where) => operation.engine.ports.clouds.remote(operation.stack, where),
    secrets: resourceSecrets(operation.engine.ports.vault, operation.stack.id, record.name),
    inherited: (parameters) => inheritedFrom(operation.state.model, record, parameters),
    save: ({ id, data }) =>
      operation.state.change(record, {
        ...(id === undefined ? {} : { physicalId: id }),
        ...(data === undefined ? {} : { data: mergeData(record.data, data) }),
      }),
    claim: (id) => operation.engine.claims.take(id, record.id, async () => (await store.resourceByPhysicalId(id))?.id),
  };
}

/** A resource's data with changes; an entry that is null goes. */
export function mergeData(data: Readonly<ValueMap>, change: ValueMap): ValueMap {
  return Object.fromEntries(Object.entries({ ...data, ...change }).filter(([, value]) => value !== null));
}
