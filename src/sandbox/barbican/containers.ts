import { isMap, type Value } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import type { Service } from '../kernel/service.ts';
import { mayChange, mayCreate, mayList, mayRead } from './access.ts';
import { page } from './paging.ts';
import type { Container } from './records.ts';
import { choiceOf, invalid, readBody, requiredTextOf, textOf } from './schema.ts';
import { idOfSecretRef, secretRef } from './secrets.ts';
import { barbicanTime, type Vault } from './vault.ts';

const TYPES = ['generic', 'rsa', 'certificate'];
const NAMES: Readonly<Record<string, readonly string[]>> = {
  rsa: ['public_key', 'private_key', 'private_key_passphrase'],
  certificate: ['certificate', 'private_key', 'private_key_passphrase', 'intermediates'],
};

/** `/v1/containers`: secrets that belong together, and who uses them. */
export function addContainerRoutes(service: Service, vault: Vault): void {
  service
    .route('GET', '/v1/containers', (call) => list(vault, call))
    .route('POST', '/v1/containers', (call) => create(vault, call))
    .route('GET', '/v1/containers/:id', (call) => show(vault, call))
    .route('DELETE', '/v1/containers/:id', (call) => remove(vault, call))
    .route('GET', '/v1/containers/:id/consumers', (call) => consumers(vault, call))
    .route('POST', '/v1/containers/:id/consumers', (call) => addConsumer(vault, call))
    .route('DELETE', '/v1/containers/:id/consumers', (call) => takeConsumer(vault, call));
}

/** The container of an id. Throws a 404 where there is none. */
export function findContainer(vault: Vault, id: string): Container {
  const found = vault.containers.get(id);
  if (found === undefined) throw new Fault(404, 'Secrets container not found.');
  return found;
}

function list(vault: Vault, call: Call): Answer {
  mayList(call, 'Container');
  const [name, type] = [call.query.get('name'), call.query.get('type')];
  const found = vault.containers.filter((one) => {
    return (
      one.projectId === call.caller.projectId && (name ?? one.name) === one.name && (type ?? one.type) === one.type
    );
  });
  return page(call, 'containers', found, (container) => view(call, container));
}

function create(vault: Vault, call: Call): Answer {
  mayCreate(call, 'Container');
  const body = readBody(call);
  if (body['type'] === undefined) throw invalid('Container', "'type' is a required property", 'None');
  const type = choiceOf('Container', body, 'type', TYPES, '');
  const refs = body['secret_refs'] ?? [];
  if (!Array.isArray(refs)) throw invalid('Container', `${JSON.stringify(refs)} is not of type 'array'`, 'secret_refs');
  const secretRefs = refs.map((ref) => readRef(vault, call, type, ref));
  if (new Set(secretRefs.map((ref) => ref.name)).size < secretRefs.length) {
    throw invalid('Container', 'Duplicate reference names are not allowed', 'secret_refs');
  }
  const name = textOf('Container', body, 'name');
  const container = vault.containers.put({ ...vault.birth(call.caller), name, type, secretRefs, consumers: [] });
  const ref = `${call.serviceUrl}/v1/containers/${container.id}`;
  return { status: 201, headers: { location: ref }, body: { container_ref: ref } };
}

function readRef(vault: Vault, call: Call, type: string, ref: Value): { name: string | null; id: string } {
  if (!isMap(ref)) throw invalid('Container', `${JSON.stringify(ref)} is not of type 'object'`, 'secret_refs');
  const name = textOf('Container', ref, 'name');
  const allowed = NAMES[type];
  if (allowed !== undefined && !allowed.includes(name ?? '')) {
    throw invalid(
      'Container',
      `only reference names ${allowed.join(', ')} are allowed for ${type} type`,
      'secret_refs',
    );
  }
  const id = idOfSecretRef(ref['secret_ref']);
  const secret = vault.secrets.get(id);
  if (secret?.projectId !== call.caller.projectId) {
    throw new Fault(404, `Secret provided for '${name ?? ''}' doesn't exist.`);
  }
  return { name, id };
}

function show(vault: Vault, call: Call): Answer {
  const container = findContainer(vault, call.param('id'));
  mayRead(call, container, 'Container');
  return { status: 200, body: view(call, container) };
}

function remove(vault: Vault, call: Call): Answer {
  const container = findContainer(vault, call.param('id'));
  mayChange(call, container, 'Container', 'deletion');
  vault.containers.delete(container.id);
  return { status: 204 };
}

function consumers(vault: Vault, call: Call): Answer {
  const container = findContainer(vault, call.param('id'));
  mayRead(call, container, 'ContainerConsumers');
  return page(call, 'consumers', container.consumers, ({ name, URL, createdAt }) => {
    return { created: barbicanTime(createdAt), updated: barbicanTime(createdAt), status: 'ACTIVE', name, URL };
  });
}

function addConsumer(vault: Vault, call: Call): Answer {
  const container = findContainer(vault, call.param('id'));
  mayRead(call, container, 'ContainerConsumers');
  const body = readBody(call);
  const [name, URL] = [requiredTextOf('Consumer', body, 'name'), requiredTextOf('Consumer', body, 'URL')];
  const others = container.consumers.filter((one) => one.name !== name || one.URL !== URL);
  const consumer = { name, URL, createdAt: vault.kernel.clock.now() };
  return { status: 200, body: view(call, vault.containers.put({ ...container, consumers: [...others, consumer] })) };
}

function takeConsumer(vault: Vault, call: Call): Answer {
  const container = findContainer(vault, call.param('id'));
  mayRead(call, container, 'ContainerConsumers');
  const body = readBody(call);
  const others = container.consumers.filter((one) => one.name !== body['name'] || one.URL !== body['URL']);
  if (others.length === container.consumers.length) throw new Fault(404, 'Consumer not found.');
  return { status: 200, body: view(call, vault.containers.put({ ...container, consumers: others })) };
}

function view(call: Call, container: Container): Record<string, unknown> {
  const { id, name, type, secretRefs } = container;
  return {
    created: barbicanTime(container.createdAt),
    updated: barbicanTime(container.updatedAt),
    status: 'ACTIVE',
    name,
    type,
    creator_id: container.creatorId,
    secret_refs: secretRefs.map((ref) => ({ name: ref.name, secret_ref: secretRef(call, ref.id) })),
    consumers: container.consumers.map((one) => ({ name: one.name, URL: one.URL })),
    container_ref: `${call.serviceUrl}/v1/containers/${id}`,
  };
}
