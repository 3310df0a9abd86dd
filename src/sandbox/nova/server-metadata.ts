import { str } from '../wire/python.ts';
import { isMap, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import { checkBody, type Schema } from '../wire/schema.ts';
import type { VersionedRoutes } from '../wire/versioned.ts';
import type { Server, Texts } from './items.ts';
import { metadata as metadataSchema } from './server-schema.ts';
import type { World } from './world.ts';

const schema: Schema = {
  type: 'object',
  required: ['metadata'],
  properties: { metadata: metadataSchema },
  additionalProperties: false,
};

/** Adds the metadata and the tags of servers. */
export function addServerMetadata(routes: VersionedRoutes, world: World): void {
  const path = '/servers/:id/metadata';
  const serverOf = (call: Call): Server => world.seek(call.param('id'), call.caller);
  const put = (server: Server, metadata: Texts): void => {
    world.servers.amend(server, { metadata, updated: world.now() });
  };
  const given = (call: Call): Texts => {
    const body = call.json();
    checkBody(schema, body);
    return body['metadata'] as Record<string, string>;
  };
  const requireKey = (server: Server, call: Call): string => {
    if (Object.hasOwn(server.metadata, call.param('key'))) return call.param('key');
    throw new Fault(404, 'Metadata item was not found');
  };
  routes.route('GET', path, (call) => ({ status: 200, body: { metadata: { ...serverOf(call).metadata } } }));
  routes.route('POST', path, (call) => {
    const server = serverOf(call);
    const metadata = { ...server.metadata, ...given(call) };
    put(server, metadata);
    return { status: 200, body: { metadata } };
  });
  routes.route('PUT', path, (call) => {
    const metadata = given(call);
    put(serverOf(call), metadata);
    return { status: 200, body: { metadata } };
  });
  routes.route('GET', `${path}/:key`, (call) => {
    const server = serverOf(call);
    const key = requireKey(server, call);
    return { status: 200, body: { meta: { [key]: server.metadata[key] } } };
  });
  routes.route('PUT', `${path}/:key`, (call) => {
    const server = serverOf(call);
    const meta = call.body()['meta'];
    const key = call.param('key');
    if (!isMap(meta) || !Object.hasOwn(meta, key)) throw new Fault(400, 'Request body and URI mismatch');
    put(server, { ...server.metadata, [key]: str((meta as ValueMap)[key]) });
    return { status: 200, body: { meta } };
  });
  routes.route('DELETE', `${path}/:key`, (call) => {
    const server = serverOf(call);
    const { [requireKey(server, call)]: _gone, ...left } = server.metadata;
    put(server, left);
    return { status: 204 };
  });
  addTags(routes, world);
}

function addTags(routes: VersionedRoutes, world: World): void {
  const path = '/servers/:id/tags';
  const since = { from: 26 };
  const serverOf = (call: Call): Server => world.seek(call.param('id'), call.caller);
  const requireTag = (server: Server, call: Call): string => {
    const tag = call.param('tag');
    if (server.tags.includes(tag)) return tag;
    throw new Fault(404, `Instance ${server.id} has no tag '${tag}'`);
  };
  const put = (server: Server, tags: readonly string[]): void => void world.servers.amend(server, { tags });
  routes.route('GET', path, (call) => ({ status: 200, body: { tags: [...serverOf(call).tags] } }), since);
  routes.route(
    'PUT',
    path,
    (call) => {
      const list = call.body()['tags'];
      if (!Array.isArray(list)) throw new Fault(400, "'tags' is a required property");
      const tags = [...new Set(list.map((tag) => checkTag(tag)))];
      put(serverOf(call), tags);
      return { status: 200, body: { tags } };
    },
    since,
  );
  routes.route(
    'DELETE',
    path,
    (call) => {
      put(serverOf(call), []);
      return { status: 204 };
    },
    since,
  );
  routes.route(
    'GET',
    `${path}/:tag`,
    (call) => {
      requireTag(serverOf(call), call);
      return { status: 204 };
    },
    since,
  );
  routes.route(
    'PUT',
    `${path}/:tag`,
    (call) => {
      const server = serverOf(call);
      const tag = checkTag(call.param('tag'));
      const had = server.tags.includes(tag);
      if (!had) put(server, [...server.tags, tag]);
      return { status: had ? 204 : 201 };
    },
    since,
  );
  routes.route(
    'DELETE',
    `${path}/:tag`,
    (call) => {
      const server = serverOf(call);
      const tag = requireTag(server, call);
      put(
        server,
        server.tags.filter((one) => one !== tag),
      );
      return { status: 204 };
    },
    since,
  );
}

function checkTag(tag: unknown): string {
  if (typeof tag === 'string' && tag.length > 0 && tag.length <= 60 && !/[,/]/.test(tag)) return tag;
  throw new Fault(
    400,
    `Tag '${String(tag)}' is invalid. It must be a string without characters '/' and ','. Validation error message: invalid`,
  );
}
