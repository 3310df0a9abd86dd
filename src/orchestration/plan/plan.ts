/** An operation's execution graph, as plain data: preview shows it, the engine interprets it, a restart goes on with it. */

/**
 * What is expected to happen to a resource. The engine decides again when the values that come from other resources are known:
 * an `unchanged` one may turn out to need an update, and an `update` none.
 */
export type Decision = 'create' | 'unchanged' | 'update' | 'replace';

/** Brings one resource of the template about. */
export interface ApplyStep {
  readonly decision: Decision;
  /** The resource record that stands for it: an existing one, or one made together with the plan. */
  readonly record: string;
  /** Names of the resources whose apply steps come first. */
  readonly needs: readonly string[];
}

/** Removes the object of one resource record, unless the record is still in use when the step's turn comes. */
export interface RemoveStep {
  readonly name: string;
  /** The apply steps, by resource name, and the remove steps, by record id, that come first. */
  readonly afterApply: readonly string[];
  readonly afterRemove: readonly string[];
}

export interface Plan {
  /** By resource name. Resources that stay as they are for certain are in `unchanged` instead. */
  readonly apply: Readonly<Record<string, ApplyStep>>;
  /** By id of the resource record. */
  readonly remove: Readonly<Record<string, RemoveStep>>;
  /** Record ids, by resource name, of resources that neither change nor depend on anything that does. */
  readonly unchanged: Readonly<Record<string, string>>;
  /** Nothing is removed before everything is applied, so that a rollback finds the old objects. */
  readonly removeLast?: boolean;
  /** Record ids whose objects are looked at, for a CHECK. */
  readonly check?: readonly string[];
}

/** Keys of steps in the execution graph. */
export const applyKey = (name: string): string => `apply ${name}`;
export const removeKey = (recordId: string): string => `remove ${recordId}`;
/** The step that does nothing itself: removals wait for it where they come last. */
export const GATE = 'gate removals';
export const checkKey = (recordId: string): string => `check ${recordId}`;

/** Reads a key back: which kind of step, and the name or record id it is about. */
export function parseKey(key: string): { kind: 'apply' | 'remove' | 'check' | 'gate'; subject: string } {
  const space = key.indexOf(' ');
  return { kind: key.slice(0, space) as 'apply' | 'remove' | 'check' | 'gate', subject: key.slice(space + 1) };
}

/** The steps with what each needs, for a walk in order. */
export function stepNeeds(plan: Plan): Map<string, string[]> {
  const needs = new Map<string, string[]>();
  for (const [name, step] of Object.entries(plan.apply)) needs.set(applyKey(name), step.needs.map(applyKey));
  for (const [id, step] of Object.entries(plan.remove)) {
    const first = plan.removeLast === true ? [GATE] : step.afterApply.map(applyKey);
    needs.set(removeKey(id), [...first, ...step.afterRemove.map(removeKey)]);
  }
  if (plan.removeLast === true) needs.set(GATE, Object.keys(plan.apply).map(applyKey));
  for (const id of plan.check ?? []) needs.set(checkKey(id), []);
  return needs;
}
