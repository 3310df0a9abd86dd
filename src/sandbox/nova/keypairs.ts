import type { ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import { isoMicros } from '../kernel/kernel.ts';
import { nextLink, pageOf } from '../wire/paging.ts';
import { checkBody, type Schema } from '../wire/schema.ts';
import type { VersionedRoutes } from '../wire/versioned.ts';
import type { Keypair } from './items.ts';
import { forbidden } from './policy.ts';
import { enforceCount } from './quotas.ts';
import { fingerprint, generateKey } from './ssh-keys.ts';
import type { World } from './world.ts';

const ALLOWED = /^[A-Za-z0-9 _-]+$/;
const ALLOWED_FROM_92 = /^[A-Za-z0-9 _@.-]+$/;
const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The key pair of that name which the user has; undefined where there is none. */
export function findKeypair(world: World, userId: string, name: string): Keypair | undefined {
  return world.keypairs.get(`${userId}/${name}`);
}

export function addKeypairs(routes: VersionedRoutes, world: World): void {
  routes.route('GET', '/os-keypairs', (call, minor) => list(world, call, minor));
  routes.route('POST', '/os-keypairs', (call, minor) => create(world, call, minor));
  routes.route('GET', '/os-keypairs/:name', (call, minor) => {
    const keypair = seek(world, call, minor);
    const times = { created_at: isoMicros(keypair.created_at), deleted: false, deleted_at: null, updated_at: null };
    const body = { ...view(keypair, minor), user_id: keypair.user_id, ...times, id: keypair.number };
    return { status: 200, body: { keypair: body } };
  });
  routes.route('DELETE', '/os-keypairs/:name', (call, minor) => {
    world.keypairs.delete(seek(world, call, minor).id);
    return { status: minor >= 2 ? 204 : 202 };
  });
}

function view({ name, public_key, fingerprint: print, type }: Keypair, minor: number): ValueMap {
  return { name, public_key, fingerprint: print, ...(minor >= 2 && { type }) };
}

// From 2.10 on an admin may look at the key pairs of others.
function userOf(call: Call, minor: number, asked: string | null | undefined): string {
  if (minor < 10 || !asked || asked === call.caller.userId) return call.caller.userId;
  if (!call.caller.isAdmin) throw forbidden('os-keypairs:show');
  return asked;
}

function seek(world: World, call: Call, minor: number): Keypair {
  const user = userOf(call, minor, call.query.get('user_id'));
  const found = findKeypair(world, user, call.param('name'));
  if (found === undefined) throw new Fault(404, `Keypair ${call.param('name')} not found for user ${user}`);
  return found;
}

function list(world: World, call: Call, minor: number): Answer {
  const user = userOf(call, minor, call.query.get('user_id'));
  const own = world.keypairsOf(user).map((keypair) => ({ keypair, id: keypair.name }));
  const sorted = own.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const missing = (marker: string): Fault => new Fault(400, `marker [${marker}] not found`);
  const { items, more } = minor >= 35 ? pageOf(sorted, call.query, missing) : { items: sorted, more: false };
  const keypairs = items.map(({ keypair }) => ({ keypair: view(keypair, minor) }));
  const links = nextLink('keypairs', call.serviceUrl + call.path, call.query, more ? items.at(-1)?.id : undefined);
  return { status: 200, body: { keypairs, ...links } };
}

function createSchema(minor: number): Schema {
  return {
    type: 'object',
    required: ['keypair'],
    properties: {
      keypair: {
        type: 'object',
        required: minor >= 92 ? ['name', 'public_key'] : ['name'],
        properties: {
          name: { type: 'string', minLength: 1, maxLength: 255 },
          public_key: { type: 'string' },
          ...(minor >= 2 && { type: { type: 'string', enum: ['ssh', 'x509'] } }),
          ...(minor >= 10 && { user_id: { type: 'string', minLength: 1, maxLength: 255 } }),
        },
        additionalProperties: false,
      },
    },
    additionalProperties: false,
  };
}

function create(world: World, call: Call, minor: number): Answer {
  const body = call.json();
  checkBody(createSchema(minor), body);
  const given = body['keypair'] as ValueMap;
  const name = (given['name'] as string).trim();
  if (!(minor >= 92 ? ALLOWED_FROM_92 : ALLOWED).test(name)) {
    const signs = minor >= 92 ? '@._- ' : '_- ';
    const message = `An invalid 'name' value was provided. The name must be: Only expected characters: [${signs}${LETTERS}]`;
    throw new Fault(400, message);
  }
  const user = userOf(call, minor, given['user_id'] as string | undefined);
  const type = (given['type'] ?? 'ssh') as string;
  if (findKeypair(world, user, name)) throw new Fault(409, `Key pair '${name}' already exists.`);
  enforceCount(world, call.caller.projectId ?? '', 'key_pairs', world.keypairsOf(user).length);
  const imported = given['public_key'] as string | undefined;
  const made = imported === undefined ? generateKey(world.kernel.random) : undefined;
  const publicKey = imported ?? made!.publicKey;
  const print = type === 'x509' ? (fingerprint(made?.publicKey ?? '') ?? '') : fingerprint(publicKey);
  if (print === undefined) throw new Fault(400, 'Keypair data is invalid: failed to generate fingerprint');
  const keypair = world.keypairs.put({
    id: `${user}/${name}`,
    number: world.next('keypairs'),
    user_id: user,
    name,
    public_key: publicKey,
    fingerprint: print,
    type,
    created_at: world.now(),
  });
  const secret = made && { private_key: made.privateKey };
  return { status: minor >= 2 ? 201 : 200, body: { keypair: { ...secret, ...view(keypair, minor), user_id: user } } };
}
