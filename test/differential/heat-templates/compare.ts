/** What two answers to the same request differ in. */
import { writeJson } from '../../../src/expressions/json.ts';
import { equal, isMap, own, type Value, type ValueMap } from '../../../src/expressions/values.ts';
import type { Answer } from './sides.ts';

/** How far two answers agree. */
export interface Comparison {
  /** Both accept it, or refuse it as the same, or what Heat says is among the problems that we tell. */
  readonly verdict: boolean;
  /** Of refusals: Heat's words are among ours. */
  readonly words: boolean;
  /** Of refusals: Heat's words are the first of ours. */
  readonly first: boolean;
  /** Empty where the contents of both answers are equal. */
  readonly differences: readonly string[];
  readonly heat: string;
  readonly ours: string;
}

/** Compares two answers to `validate`. */
export function compareValidations(heat: Answer, ours: Answer): Comparison {
  return comparison(heat, ours, (theirs, own) => mapDifferences('answer', theirs, own));
}

/** Compares two answers to `preview`. */
export function comparePreviews(heat: Answer, ours: Answer): Comparison {
  return comparison(heat, ours, (theirs, own) => {
    const [left, right] = [at(theirs, 'stack'), at(own, 'stack')];
    return [
      ...mapDifferences('stack', without(left, STACK_OWN), without(right, STACK_OWN)),
      ...mapDifferences('outputs', outputsOf(left), outputsOf(right)),
      ...mapDifferences('parameters', parametersOf(left), parametersOf(right)),
      ...resourceDifferences(resourcesOf(at(left, 'resources')), resourcesOf(at(right, 'resources'))),
    ];
  });
}

/** Of a stack: what is each service's own, and what is compared by itself. */
const STACK_OWN =
  /^(id|links|creation_time|updated_time|deletion_time|stack_owner|stack_user_project_id|parameters|resources|outputs)$/;
/** Of a resource: what is each service's own, and what is compared by itself. */
const RESOURCE_OWN =
  /^(links|creation_time|updated_time|resource_identity|stack_identity|physical_resource_id|required_by|nested_stack_id)$/;

function without(value: Value, keys: RegExp): ValueMap {
  return Object.fromEntries(Object.entries(mapOf(value)).filter(([key]) => !keys.test(key)));
}

function comparison(heat: Answer, ours: Answer, contents: (heat: Value, ours: Value) => string[]): Comparison {
  const [theirs, mine] = [outcomeOf(heat), outcomeOf(ours)];
  const first = theirs.words === mine.words;
  const words = first || (heat.status >= 400 && wordsAmong(ours).has(theirs.words));
  const verdict = theirs.verdict === mine.verdict || (heat.status >= 400 && ours.status >= 400 && words);
  return {
    verdict,
    words,
    first,
    differences: verdict && heat.status < 400 ? contents(heat.body, ours.body) : [],
    heat: `${theirs.verdict} ${theirs.words}`.trim(),
    ours: `${mine.verdict} ${mine.words}`.trim(),
  };
}

function outcomeOf({ status, body }: Answer): { verdict: string; words: string } {
  if (status < 400) return { verdict: String(status), words: '' };
  const error = at(body, 'error');
  return { verdict: `${status} ${String(at(error, 'type'))}`, words: plain(String(at(error, 'message'))) };
}

/** The messages of all problems that an answer tells of. */
function wordsAmong({ body }: Answer): Set<string> {
  const problems = at(at(body, 'error'), 'problems');
  return new Set((Array.isArray(problems) ? problems : []).map((item) => plain(String(at(item, 'message')))));
}

/** Heat doubles separators where an error crosses its message bus; a request has an id of its own. */
function plain(message: string): string {
  return message.replaceAll(': : ', ': ').replace(/ \(Request-ID: [^)]*\)/, '');
}

/** Heat lists outputs in the order of a set. */
function outputsOf(stack: Value): ValueMap {
  const outputs = at(stack, 'outputs');
  return Object.fromEntries(
    (Array.isArray(outputs) ? outputs : []).map((item) => [String(at(item, 'output_key')), item]),
  );
}

/** Ids of a stack that does not exist are each service's own. */
function parametersOf(stack: Value): ValueMap {
  const entries = Object.entries(mapOf(at(stack, 'parameters')));
  return Object.fromEntries(entries.filter(([name]) => !/^(OS::stack_id|AWS::StackId)$/.test(name)));
}

/** Type and values of every resource by name; nested stacks are lists. */
function resourcesOf(list: Value, place = ''): ValueMap {
  const found: ValueMap = {};
  for (const [index, item] of (Array.isArray(list) ? list : []).entries()) {
    if (Array.isArray(item)) {
      Object.assign(found, resourcesOf(item, `${place}${nestedName(item) ?? index}/`));
      continue;
    }
    found[place + String(at(item, 'resource_name'))] = {
      ...without(item, RESOURCE_OWN),
      // What a type of Heat's makes of an object that is not there is an accident.
      attributes: Object.keys(mapOf(at(item, 'attributes'))).toSorted(),
      required_by: sorted(at(item, 'required_by')),
    };
  }
  return found;
}

/** The order of nested stacks is not the same in both; the names of the stacks in them are. */
function nestedName(list: readonly Value[]): string | undefined {
  const names = list.flatMap((item) => {
    const name = Array.isArray(item) ? nestedName(item) : at(at(item, 'stack_identity'), 'stack_name');
    return typeof name === 'string' ? [name] : [];
  });
  return names.toSorted()[0];
}

function sorted(list: Value): Value {
  return Array.isArray(list) ? list.toSorted((a, b) => (String(a) < String(b) ? -1 : 1)) : list;
}

/** Differences of resources but for those on purpose; see on-purpose.ts. */
function resourceDifferences(heat: ValueMap, ours: ValueMap): string[] {
  const names = new Set(Object.keys(ours).map((name) => name.replace(/^.*\//, '')));
  const settled = Object.entries(ours).map(([name, resource]): [string, Value] => {
    const theirs = own(heat, name);
    return [name, theirs === undefined ? resource : withoutReferences(theirs, withSameOrder(theirs, resource), names)];
  });
  return mapDifferences('resources', heat, Object.fromEntries(settled));
}

/** Our value with Heat's in place of references to resources that do not exist yet: many of Heat's types have nothing to show for them. */
function withoutReferences(heat: Value, ours: Value, names: ReadonlySet<string>): Value {
  if ((heat === '' || heat === null) && typeof ours === 'string' && names.has(ours)) return heat;
  if (Array.isArray(heat) && Array.isArray(ours) && heat.length === ours.length) {
    return ours.map((item, i) => withoutReferences(heat[i]!, item, names));
  }
  if (!isMap(heat) || !isMap(ours)) return ours;
  return Object.fromEntries(
    Object.entries(ours).map(([key, item]) => [key, withoutReferences(own(heat, key) ?? null, item, names)]),
  );
}

/** Our resource with Heat's dependants where it has more: it takes things on networks it does not know yet for things on one. */
function withSameOrder(heat: Value, ours: Value): Value {
  const [theirs, mine] = [at(heat, 'required_by'), at(ours, 'required_by')];
  if (!isMap(ours) || !Array.isArray(theirs) || !Array.isArray(mine)) return ours;
  const isPart = mine.every((name) => theirs.includes(name));
  return isPart ? { ...ours, required_by: theirs } : ours;
}

function mapDifferences(title: string, heat: Value, ours: Value): string[] {
  const [theirs, mine] = [mapOf(heat), mapOf(ours)];
  const names = new Set([...Object.keys(theirs), ...Object.keys(mine)]);
  return [...names].flatMap((name) => {
    const [left, right] = [own(theirs, name), own(mine, name)];
    if (left !== undefined && right !== undefined && isMap(left) && isMap(right)) {
      return mapDifferences(`${title}.${name}`, left, right);
    }
    return valueDifference(`${title}.${name}`, left, right);
  });
}

function valueDifference(title: string, heat: Value | undefined, ours: Value | undefined): string[] {
  if (heat === undefined && ours === undefined) return [];
  if (heat !== undefined && ours !== undefined && equal(heat, ours)) return [];
  return [`${title}: ${show(heat)} / ${show(ours)}`];
}

function show(value: Value | undefined): string {
  return value === undefined ? 'nothing' : writeJson(value).slice(0, 300);
}

function at(value: Value, key: string): Value {
  return (isMap(value) ? own(value, key) : undefined) ?? null;
}

function mapOf(value: Value): ValueMap {
  return isMap(value) ? value : {};
}
