import { generateKeyPairSync } from 'node:crypto';
import { isMap, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import type { Service } from '../kernel/service.ts';
import { mayCreate, mayDeleteOrder, mayList, mayRead } from './access.ts';
import { page } from './paging.ts';
import type { Order, Secret } from './records.ts';
import { choiceOf, countOf, expirationOf, invalid, readBody, textOf } from './schema.ts';
import { secretRef } from './secrets.ts';
import { barbicanTime, type Vault } from './vault.ts';

const DEFAULT_BITS = { key: 256, asymmetric: 2048 } as const;

/** `/v1/orders`: secrets that Barbican makes itself. */
export function addOrderRoutes(service: Service, vault: Vault): void {
  service
    .route('GET', '/v1/orders', (call) => list(vault, call))
    .route('POST', '/v1/orders', (call) => create(vault, call))
    .route('GET', '/v1/orders/:id', (call) => show(vault, call))
    .route('DELETE', '/v1/orders/:id', (call) => remove(vault, call));
}

function list(vault: Vault, call: Call): Answer {
  mayList(call, 'Order');
  const found = vault.orders.filter(({ projectId }) => projectId === call.caller.projectId);
  return page(call, 'orders', found, (order) => view(vault, call, order));
}

function find(vault: Vault, call: Call): Order {
  const found = vault.orders.get(call.param('id'));
  if (found === undefined) throw new Fault(404, 'Order not found.');
  return found;
}

function show(vault: Vault, call: Call): Answer {
  const order = find(vault, call);
  mayRead(call, order, 'Order');
  return { status: 200, body: view(vault, call, order) };
}

function remove(vault: Vault, call: Call): Answer {
  const order = find(vault, call);
  mayDeleteOrder(call, order);
  vault.orders.delete(order.id);
  return { status: 204 };
}

function create(vault: Vault, call: Call): Answer {
  mayCreate(call, 'Order');
  const body = readBody(call);
  if (body['type'] === undefined) throw invalid('Order', "'type' is a required property", 'type');
  const type = choiceOf('Order', body, 'type', ['key', 'asymmetric'], '') as 'key' | 'asymmetric';
  const meta = body['meta'];
  if (!isMap(meta)) throw invalid('Order', "'meta' is a required property", 'meta');
  if (textOf('Order', meta, 'algorithm') === null) {
    throw invalid(
      type === 'key' ? 'Key Order' : 'Asymmetric Key Order',
      "'algorithm' is required field for order type",
      'meta',
    );
  }
  const bits = countOf('Order', meta, 'bit_length') ?? DEFAULT_BITS[type];
  const made = type === 'key' ? makeKey(vault, call, meta, bits) : makePair(vault, call, meta, bits);
  const order = vault.orders.put({
    ...vault.birth(call.caller),
    type,
    meta: { ...meta, expiration: meta['expiration'] ?? null },
    readyAt: vault.kernel.clock.now() + vault.kernel.buildMs / 5,
    ...made,
  });
  const ref = `${call.serviceUrl}/v1/orders/${order.id}`;
  return { status: 202, headers: { location: ref }, body: { order_ref: ref } };
}

type Made = Pick<Order, 'secretId' | 'containerId'>;

function makeKey(vault: Vault, call: Call, meta: ValueMap, bits: number): Made {
  const bytes = Array.from({ length: Math.ceil(bits / 8) }, () => vault.kernel.random.integer(256));
  return { secretId: keep(vault, call, meta, bits, 'symmetric', Buffer.from(bytes)).id };
}

// The one thing here that no seed repeats: node makes RSA keys from its own randomness only.
function makePair(vault: Vault, call: Call, meta: ValueMap, bits: number): Made {
  if (!/^rsa$/i.test(String(meta['algorithm'])) || bits < 512 || bits > 8192) {
    throw new Fault(400, `Algorithm not supported: ${String(meta['algorithm'])}, bit length ${bits}`);
  }
  const pair = generateKeyPairSync('rsa', {
    modulusLength: bits,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const privateKey = keep(vault, call, meta, bits, 'private', Buffer.from(pair.privateKey));
  const publicKey = keep(vault, call, meta, bits, 'public', Buffer.from(pair.publicKey));
  const container = vault.containers.put({
    ...vault.birth(call.caller),
    name: textOf('Order', meta, 'name'),
    type: 'rsa',
    secretRefs: [
      { name: 'private_key', id: privateKey.id },
      { name: 'public_key', id: publicKey.id },
    ],
    consumers: [],
  });
  return { containerId: container.id };
}

function keep(vault: Vault, call: Call, meta: ValueMap, bits: number, secret_type: string, bytes: Buffer): Secret {
  return vault.secrets.put({
    ...vault.birth(call.caller),
    name: textOf('Order', meta, 'name'),
    secret_type,
    algorithm: textOf('Order', meta, 'algorithm'),
    bit_length: bits,
    mode: textOf('Order', meta, 'mode'),
    expiresAt: expirationOf('Order', meta, vault.kernel.clock.now()),
    contentType: 'application/octet-stream',
    payload: bytes.toString('base64'),
    consumers: [],
  });
}

function view(vault: Vault, call: Call, order: Order): Record<string, unknown> {
  const ready = vault.kernel.clock.now() >= order.readyAt;
  const { secretId, containerId } = order;
  return {
    created: barbicanTime(order.createdAt),
    updated: barbicanTime(ready ? order.readyAt : order.updatedAt),
    status: ready ? 'ACTIVE' : 'PENDING',
    type: order.type,
    meta: order.meta,
    ...(ready && { sub_status: 'Unknown', sub_status_message: 'Unknown' }),
    creator_id: order.creatorId,
    ...(ready && secretId !== undefined && { secret_ref: secretRef(call, secretId) }),
    order_ref: `${call.serviceUrl}/v1/orders/${order.id}`,
    ...(ready && containerId !== undefined && { container_ref: `${call.serviceUrl}/v1/containers/${containerId}` }),
  };
}
