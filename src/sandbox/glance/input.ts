import { own, type Value, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Image, Visibility } from './records.ts';
import { IMAGE, misfit } from './schema.ts';

/** The body of a request. Throws a 400 where it is not JSON. */
export function readJson(call: Call): Value {
  try {
    return call.json();
  } catch {
    throw new Fault(400, 'Malformed JSON in request body.');
  }
}

/** Refuses a value that an attribute of an image cannot have: 403 where it is read-only, 400 where the schema forbids it. */
export function checkValue(name: string, value: Value): void {
  const property = Object.hasOwn(IMAGE, name) ? IMAGE[name] : undefined;
  if (property?.readOnly === true) throw new Fault(403, `Attribute '${name}' is read-only.`);
  const reason = misfit(property ?? { type: 'string', description: '' }, value);
  if (reason !== undefined) throw new Fault(400, `Provided object does not match schema 'image': ${reason}`);
  if ((name === 'min_ram' || name === 'min_disk') && (value as number) < 0) {
    throw new Fault(400, `Invalid value '${String(value)}' for parameter '${name}': Cannot be a negative value`);
  }
}

/** Refuses what only an admin may do to an image. */
export function checkRights(call: Call, attributes: ValueMap): void {
  if (call.caller.isAdmin) return;
  if (own(attributes, 'visibility') === 'public') {
    throw new Fault(403, 'You are not authorized to complete publicize_image action.');
  }
  const owner = own(attributes, 'owner');
  if (owner !== undefined && owner !== call.caller.projectId) {
    throw denied();
  }
}

const BASE = ['id', 'name', 'visibility', 'protected', 'os_hidden', 'owner', 'container_format', 'disk_format'];
const NUMBERS = ['min_ram', 'min_disk'];

/** True for what every image has and people may set. */
export function isBase(name: string): boolean {
  return BASE.includes(name) || NUMBERS.includes(name) || name === 'tags';
}

/** The image with some attributes set; they must have been checked. */
export function withAttributes(image: Image, attributes: ValueMap): Image {
  const base = Object.fromEntries(Object.entries(attributes).filter(([name]) => isBase(name)));
  const extra = Object.entries(attributes).filter(([name]) => !isBase(name) && name !== 'locations');
  const tags = own(attributes, 'tags');
  return {
    ...image,
    ...(base as Partial<Image> & { visibility?: Visibility }),
    tags: Array.isArray(tags) ? [...new Set(tags.map(String))] : image.tags,
    properties: { ...image.properties, ...Object.fromEntries(extra.map(([name, value]) => [name, String(value)])) },
  };
}

/** Glance's 403 where it gives no reason. */
export function denied(): Fault {
  return new Fault(403, 'Access was denied to this resource.');
}
