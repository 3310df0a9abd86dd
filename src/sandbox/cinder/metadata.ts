import { str } from '../wire/python.ts';
import { isMap, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import { checkBody, type Schema } from '../wire/schema.ts';
import type { VersionedRoutes } from '../wire/versioned.ts';
import type { Metadata } from './items.ts';

const schema: Schema = {
  type: 'object',
  required: ['metadata'],
  properties: { metadata: { type: 'object', additionalProperties: { type: ['string', 'null'], maxLength: 255 } } },
};

/** Adds the metadata routes of volumes or snapshots: all of it, or one key at a time. */
export function addMetadata(
  routes: VersionedRoutes,
  path: string,
  kind: string,
  read: (call: Call) => Metadata,
  write: (call: Call, metadata: Metadata) => void,
): void {
  const given = (call: Call): Metadata => {
    const body = call.json();
    checkBody(schema, body);
    return body['metadata'] as Metadata;
  };
  const requireKey = (call: Call, metadata: Metadata): string => {
    const key = call.param('key');
    if (Object.hasOwn(metadata, key)) return key;
    throw new Fault(404, `${kind} ${call.param('id')} has no metadata with key ${key}.`);
  };
  routes.route('GET', path, (call) => ({ status: 200, body: { metadata: read(call) } }));
  routes.route('POST', path, (call) => {
    const metadata = { ...read(call), ...given(call) };
    write(call, metadata);
    return { status: 200, body: { metadata } };
  });
  routes.route('PUT', path, (call) => {
    const metadata = given(call);
    read(call);
    write(call, metadata);
    return { status: 200, body: { metadata } };
  });
  routes.route('GET', `${path}/:key`, (call) => {
    const metadata = read(call);
    const key = requireKey(call, metadata);
    return { status: 200, body: { meta: { [key]: metadata[key] } } };
  });
  routes.route('PUT', `${path}/:key`, (call) => {
    const metadata = read(call);
    const meta = call.body()['meta'];
    const key = call.param('key');
    if (!isMap(meta) || !Object.hasOwn(meta, key)) throw new Fault(400, 'Request body and URI mismatch');
    if (Object.keys(meta).length > 1) throw new Fault(400, 'Request body contains too many items');
    write(call, { ...metadata, [key]: str((meta as ValueMap)[key]) });
    return { status: 200, body: { meta } };
  });
  routes.route('DELETE', `${path}/:key`, (call) => {
    const metadata = read(call);
    const { [requireKey(call, metadata)]: _gone, ...left } = metadata;
    write(call, left);
    return { status: 200 };
  });
}
