import type { Context, ResourceType } from '../../resources/contract.ts';
import type { ResourceRecord, StackRecord } from '../../storage/types.ts';
import { resourceCloud } from '../model/placement.ts';
import { resourceSecrets } from '../model/resource-secrets.ts';
import { OrchestrationError } from '../types.ts';
import { identityOf, type ServicePorts } from './ports.ts';

function connectionFor({ delegation }: ServicePorts, stack: StackRecord, { metadata }: ResourceRecord) {
  const where = resourceCloud(metadata);
  return where === undefined ? delegation.connection(stack) : delegation.remote(stack, where);
}

/** A context for looking at a resource's object; it cannot change what is stored. */
export async function contextForView(
  ports: ServicePorts,
  stack: StackRecord,
  record: ResourceRecord,
  type: ResourceType,
): Promise<Context> {
  const connection = type.service === undefined ? undefined : await connectionFor(ports, stack, record);
  return {
    get cloud() {
      if (connection === undefined) throw new Error(`${type.type} names no service, yet asks for its cloud`);
      return connection;
    },
    clock: ports.clock,
    random: ports.random,
    signal: new AbortController().signal,
    stack: identityOf(stack),
    name: record.name,
    physicalName: record.physicalName,
    intendedAt: record.intendedAt ?? record.createdAt,
    id: record.physicalId ?? undefined,
    data: record.data,
    metadata: record.metadata,
    remote: (where) => ports.delegation.remote(stack, where),
    secrets: resourceSecrets(ports.vault, stack.id, record.name),
    inherited: (parameters) => ({ files: {}, environment: { parameters } }),
    save: () => Promise.reject(new OrchestrationError('NotSupported', 'Looking at a resource changes nothing')),
    claim: async () => false,
  };
}
