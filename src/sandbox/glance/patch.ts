import { isMap, type Value, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import { checkRights, checkValue, denied, isBase, withAttributes } from './input.ts';
import type { Image } from './records.ts';
import { IMAGE } from './schema.ts';

interface Operation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly name: string;
  readonly value: Value;
}

/** The image after a JSON patch as Glance understands it: one level deep, and properties only people added may go. */
export function patched(call: Call, image: Image, body: Value): Image {
  if (!Array.isArray(body)) throw new Fault(400, 'Request body must be a JSON array of operation objects.');
  return body.map(readOperation).reduce((current, operation) => apply(call, current, operation), image);
}

function readOperation(item: Value): Operation {
  if (!isMap(item)) throw new Fault(400, 'Operations must be JSON objects.');
  const { op, path, value = null } = item;
  if (op !== 'add' && op !== 'replace' && op !== 'remove') {
    const rule = 'It must be one of the following: add, remove, replace.';
    throw new Fault(400, `Unable to find \`op\` in JSON Schema change. ${rule}`);
  }
  if (typeof path !== 'string') throw new Fault(400, "Unable to find '/path' in JSON Schema change");
  const match = /^\/([^/]+)(?:\/.*)?$/.exec(path);
  if (match === null) throw new Fault(400, `Invalid JSON pointer for this resource: '${path}'`);
  if (op !== 'remove' && !('value' in item)) throw new Fault(400, `Operation "${op}" requires a member named "value".`);
  return { op, name: match[1]!.replaceAll('~1', '/').replaceAll('~0', '~'), value };
}

function apply(call: Call, image: Image, { op, name, value }: Operation): Image {
  const exists = Object.hasOwn(IMAGE, name)
    ? IMAGE[name]!.is_base !== false || name in image.properties
    : name in image.properties;
  if (name === 'locations') throw new Fault(403, "It's not allowed to update locations.");
  if (op === 'remove') {
    if (Object.hasOwn(IMAGE, name) && IMAGE[name]!.readOnly) throw new Fault(403, `Attribute '${name}' is read-only.`);
    if (isBase(name) && name !== 'tags') throw denied();
    if (!exists) throw new Fault(409, `Property ${name} does not exist.`);
    if (name === 'tags') return { ...image, tags: [] };
    return {
      ...image,
      properties: Object.fromEntries(Object.entries(image.properties).filter(([key]) => key !== name)),
    };
  }
  if (op === 'replace' && !exists) throw new Fault(409, `Property ${name} does not exist.`);
  checkValue(name, value);
  if (name === 'id') throw new Fault(403, "Attribute 'id' is read-only.");
  if ((name === 'disk_format' || name === 'container_format') && image.status !== 'queued') {
    throw new Fault(403, `Attribute ${name} can be only replaced for a queued image.`);
  }
  const attributes: ValueMap = { [name]: value };
  checkRights(call, attributes);
  return withAttributes(image, attributes);
}
