/** The members of a group that is renewed a few at a time. */
import { equal, isMap, own, type Value, type ValueMap } from '../../expressions/values.ts';
import { mapAt } from '../access.ts';
import type { Batch, NestedContext } from '../contract.ts';
import { memberNames } from './group-names.ts';

/** A group's members as they are to be in the end. */
export interface Wanted {
  readonly size: number;
  /** Names that no member may have. */
  readonly removed: readonly string[];
  readonly define: (name: string) => ValueMap;
}

/**
 * The definitions of the members after one batch, by name. Of those that are there and well, the ones with the highest numbers get the
 * new definition first; what is missing is made with it. Heat: resource_group.py `_assemble_for_rolling_update`, and
 * heat/scaling/template.py `member_definitions`.
 */
export function membersAfter(batch: Batch, { members }: NestedContext, wanted: Wanted): [string, ValueMap][] {
  const names = memberNames(batch.capacity, wanted.removed);
  const old = definitionsOf(batch.template);
  const existing = members
    .filter(({ name, failed }) => !failed && Object.hasOwn(old, name) && !wanted.removed.includes(name))
    .map(({ name }) => name);
  const ranks = new Map(names.map((name, i) => [name, i < wanted.size ? wanted.size - i : batch.capacity]));
  // Names that are no longer in use come first, and so are the first to go.
  const inOrder = existing.toSorted((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0));
  const kept = batch.capacity === 0 ? [] : inOrder.slice(-batch.capacity);
  const there = new Set(existing);
  const added = names.filter((name) => !there.has(name)).slice(0, batch.capacity - kept.length);
  let left = batch.renewed - added.length;
  const remaining = kept.map((name): [string, ValueMap] => {
    const definition = wanted.define(name);
    if (equal(mapAt(old, name), definition) || left <= 0) return [name, mapAt(old, name)];
    left -= 1;
    return [name, definition];
  });
  return [...remaining, ...added.map((name): [string, ValueMap] => [name, wanted.define(name)])];
}

/** How many members count when a group is renewed: failed ones too, but none that is to go for good. Heat: `_replace`. */
export function sizeNow({ members }: NestedContext, removed: readonly string[]): number {
  return members.filter(({ name, failed }) => failed || !removed.includes(name)).length;
}

function definitionsOf(template: Value | undefined): ValueMap {
  const resources = isMap(template) ? own(template, 'resources') : undefined;
  return isMap(resources) ? resources : {};
}
