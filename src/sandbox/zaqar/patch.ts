import { isMap, type Value, type ValueMap } from '../../expressions/values.ts';
import { badBody, conflict } from './input.ts';

const OPERATIONS = ['add', 'remove', 'replace'];

/** Metadata after a JSON patch of paths `/metadata/{key}` (zaqar/transport/wsgi/v2_0/queues.py, _do_add and its like). */
export function patched(metadata: ValueMap, reserved: ValueMap, changes: Value): ValueMap {
  if (!Array.isArray(changes)) throw badBody('Request body should be a JSON array of operation objects.');
  const result: ValueMap = { ...metadata };
  for (const change of changes) {
    if (!isMap(change)) throw badBody('Operations must be JSON objects.');
    apply(result, reserved, change);
  }
  return result;
}

function apply(metadata: ValueMap, reserved: ValueMap, change: ValueMap): void {
  const { op, path, value } = change;
  if (typeof op !== 'string' || !OPERATIONS.includes(op)) {
    const known = `It must be one of the following: ${OPERATIONS.join(', ')}.`;
    const problem =
      op === undefined ? 'Unable to find `op` in JSON Schema change.' : `Invalid operation: \`${show(op)}\`.`;
    throw badBody(`${problem} ${known}`);
  }
  const pointed = typeof path === 'string' ? /^\/metadata\/([^/]+)$/.exec(path)?.[1] : undefined;
  if (pointed === undefined) throw badBody("Unable to find 'path' in JSON Schema change");
  const key = pointed.replaceAll('~1', '/').replaceAll('~0', '~');
  if (op !== 'add' && !Object.hasOwn(metadata, key) && !Object.hasOwn(reserved, key)) {
    throw conflict(`Can't ${op} non-existent object ${key}.`);
  }
  if (op === 'remove') delete metadata[key];
  else if (value === undefined) throw badBody(`Operation "${op}" requires a member named "value".`);
  else metadata[key] = value;
}

function show(value: Value): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
