import { equal, own, type ValueMap } from '../../expressions/values.ts';
import { ResourceError, type Change, type ResourceType } from '../../resources/contract.ts';
import type { ResourceRecord } from '../../storage/types.ts';

/** The top-level properties that differ; a property that is absent counts as null. */
export function difference(before: ValueMap, after: ValueMap): Change {
  const changed = new Set<string>();
  const values: ValueMap = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const now = own(after, key) ?? null;
    if (equal(own(before, key) ?? null, now)) continue;
    changed.add(key);
    values[key] = now;
  }
  return { before, after, changed, values };
}

/** The difference with further properties counted as changed: those that an earlier update may have changed half-way. */
export function withSuspects(change: Change, suspects: Iterable<string>): Change {
  const changed = new Set([...change.changed, ...suspects]);
  const values: ValueMap = {};
  for (const key of changed) values[key] = own(change.after, key) ?? null;
  return { ...change, changed, values };
}

/**
 * How a type takes a change of its properties: in place, or by a new object.
 * Throws ResourceError NotSupported when a property that may never change does (heat/engine/resource.py, needs_update).
 */
export function mannerOf(type: ResourceType, name: string, change: Change): 'unchanged' | 'update' | 'replace' {
  if (change.changed.size === 0) return 'unchanged';
  const immutable = [...change.changed].filter((key) => type.properties[key]?.immutable === true);
  if (immutable.length > 0) {
    throw new ResourceError(
      'NotSupported',
      `Update to properties ${immutable.sort().join(', ')} of ${name} (${type.type}) is not supported.`,
    );
  }
  if ([...change.changed].some((key) => type.properties[key]?.updateAllowed !== true)) return 'replace';
  return type.needsReplace?.(change) === true ? 'replace' : 'update';
}

/** The properties an interrupted or failed update may have left half-changed. */
export function suspectProperties(record: ResourceRecord): Iterable<string> {
  if (record.pending === null) return [];
  return difference(record.properties ?? {}, record.pending).changed;
}

/** True when nothing was ever made for the record, so that creating it anew loses nothing. */
export function wasNeverMade(record: ResourceRecord): boolean {
  return record.physicalId === null && record.nestedId === null && record.intendedAt === null;
}
