import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import type { Service } from '../kernel/service.ts';
import { mayChange, mayCreate, mayList, mayRead } from './access.ts';
import { page } from './paging.ts';
import { payloadOf, payloadOfPut } from './payload.ts';
import type { Secret } from './records.ts';
import { choiceOf, countOf, expirationOf, readBody, requiredTextOf, textOf } from './schema.ts';
import { barbicanTime, type Vault } from './vault.ts';

const TYPES = ['symmetric', 'passphrase', 'private', 'public', 'certificate', 'opaque'];

/** `/v1/secrets`: metadata, payload, and who uses a secret. */
export function addSecretRoutes(service: Service, vault: Vault): void {
  service
    .route('GET', '/v1/secrets', (call) => list(vault, call))
    .route('POST', '/v1/secrets', (call) => create(vault, call))
    .route('GET', '/v1/secrets/:id', (call) => show(vault, call))
    .route('PUT', '/v1/secrets/:id', (call) => fill(vault, call))
    .route('DELETE', '/v1/secrets/:id', (call) => remove(vault, call))
    .route('GET', '/v1/secrets/:id/payload', (call) => payload(vault, call))
    .route('GET', '/v1/secrets/:id/consumers', (call) => consumers(vault, call))
    .route('POST', '/v1/secrets/:id/consumers', (call) => addConsumer(vault, call))
    .route('DELETE', '/v1/secrets/:id/consumers', (call) => takeConsumer(vault, call));
}

/** Address of a secret, which is how people name it. */
export function secretRef(call: Call, id: string): string {
  return `${call.serviceUrl}/v1/secrets/${id}`;
}

function list(vault: Vault, call: Call): Answer {
  mayList(call, 'Secret');
  const asked = (name: string): string | null => call.query.get(name);
  const found = vault.secrets.filter((secret) => {
    if (secret.projectId !== call.caller.projectId || vault.isExpired(secret)) return false;
    if (asked('bits') !== null && Number(asked('bits')) !== 0 && Number(asked('bits')) !== secret.bit_length)
      return false;
    const pairs = [
      [asked('name'), secret.name],
      [asked('alg'), secret.algorithm],
      [asked('mode'), secret.mode],
      [asked('secret_type'), secret.secret_type],
    ] as const;
    return pairs.every(([wanted, has]) => wanted === null || wanted === '' || wanted === has);
  });
  return page(call, 'secrets', found, (secret) => view(call, secret));
}

function create(vault: Vault, call: Call): Answer {
  mayCreate(call, 'Secret');
  const body = readBody(call);
  const secret = vault.secrets.put({
    ...vault.birth(call.caller),
    name: textOf('Secret', body, 'name'),
    secret_type: choiceOf('Secret', body, 'secret_type', TYPES, 'opaque'),
    algorithm: textOf('Secret', body, 'algorithm'),
    bit_length: countOf('Secret', body, 'bit_length'),
    mode: textOf('Secret', body, 'mode'),
    expiresAt: expirationOf('Secret', body, vault.kernel.clock.now()),
    ...payloadOf(body),
    consumers: [],
  });
  const ref = secretRef(call, secret.id);
  return { status: 201, headers: { location: ref }, body: { secret_ref: ref } };
}

function show(vault: Vault, call: Call): Answer {
  const secret = vault.secret(call.param('id'));
  mayRead(call, secret, 'Secret');
  // Before there was /payload one asked for the payload with another Accept.
  const accept = call.headers['accept'] ?? '*/*';
  if (!/json|\*\/\*/.test(accept)) return deliver(call, secret);
  return { status: 200, body: view(call, secret) };
}

function payload(vault: Vault, call: Call): Answer {
  const secret = vault.secret(call.param('id'));
  mayRead(call, secret, 'Secret payload');
  return deliver(call, secret);
}

function deliver(call: Call, secret: Secret): Answer {
  if (secret.payload === undefined) throw new Fault(404, 'Not Found. Sorry but your secret has no payload.');
  const accept = call.headers['accept'] ?? '*/*';
  const type = accept === 'text/plain' ? 'text/plain; charset=UTF-8' : accept;
  const known = /^(\*\/\*|text\/plain|application\/(octet-stream|pkcs8))/.test(accept);
  if (!known) throw new Fault(406, `Not Acceptable. Wrong accept-type ${accept}`);
  return { status: 200, headers: { 'content-type': type }, body: Buffer.from(secret.payload, 'base64') };
}

function fill(vault: Vault, call: Call): Answer {
  const secret = vault.secret(call.param('id'));
  mayChange(call, secret, 'Secret', 'update');
  const fresh = payloadOfPut(call);
  if (secret.payload !== undefined) throw new Fault(409, 'Secret already has data, cannot modify it.');
  vault.secrets.put({ ...secret, ...fresh, updatedAt: vault.kernel.clock.now() });
  return { status: 204 };
}

function remove(vault: Vault, call: Call): Answer {
  const secret = vault.secret(call.param('id'));
  mayChange(call, secret, 'Secret', 'deletion');
  vault.secrets.delete(secret.id);
  return { status: 204 };
}

function consumers(vault: Vault, call: Call): Answer {
  const secret = vault.secret(call.param('id'));
  mayRead(call, secret, 'Secret consumers');
  return page(call, 'consumers', secret.consumers, (consumer) => consumer);
}

function addConsumer(vault: Vault, call: Call): Answer {
  const secret = vault.secret(call.param('id'));
  mayChange(call, secret, 'Secret consumer', 'update');
  const consumer = readConsumer(call);
  const others = secret.consumers.filter((one) => JSON.stringify(one) !== JSON.stringify(consumer));
  const changed = vault.secrets.put({ ...secret, consumers: [...others, consumer] });
  return { status: 200, body: { ...view(call, changed), consumers: changed.consumers } };
}

function takeConsumer(vault: Vault, call: Call): Answer {
  const secret = vault.secret(call.param('id'));
  mayChange(call, secret, 'Secret consumer', 'update');
  const consumer = JSON.stringify(readConsumer(call));
  const others = secret.consumers.filter((one) => JSON.stringify(one) !== consumer);
  if (others.length === secret.consumers.length) throw new Fault(404, 'Consumer not found.');
  const changed = vault.secrets.put({ ...secret, consumers: others });
  return { status: 200, body: { ...view(call, changed), consumers: others } };
}

function readConsumer(call: Call): { service: string; resource_type: string; resource_id: string } {
  const body = readBody(call);
  const word = (key: string): string => requiredTextOf('Secret Consumer', body, key);
  return { service: word('service'), resource_type: word('resource_type'), resource_id: word('resource_id') };
}

function view(call: Call, secret: Secret): Record<string, unknown> {
  const { name, secret_type, expiresAt, algorithm, bit_length, mode, contentType } = secret;
  return {
    created: barbicanTime(secret.createdAt),
    updated: barbicanTime(secret.updatedAt),
    status: 'ACTIVE',
    name,
    secret_type,
    expiration: expiresAt === null ? null : barbicanTime(expiresAt),
    algorithm,
    bit_length,
    mode,
    creator_id: secret.creatorId,
    ...(contentType !== undefined && { content_types: { default: contentType } }),
    secret_ref: secretRef(call, secret.id),
  };
}

/** The id at the end of a secret's address. Throws a 400 where it is none of this service's. */
export function idOfSecretRef(value: unknown): string {
  const ref = value;
  const id = typeof ref === 'string' ? /\/v1\/secrets\/([0-9a-f-]{36})\/?$/.exec(ref)?.[1] : undefined;
  if (id === undefined)
    throw new Fault(
      400,
      `Provided object does not match schema 'Container': '${String(ref)}' is not a secret reference`,
    );
  return id;
}
