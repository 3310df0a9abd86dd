/** The outputs through which a group's attributes come out of its nested stack, and back again. */
import { isMap, own, type Value, type ValueMap } from '../../expressions/values.ts';
import { str } from '../../expressions/python/text.ts';
import { mapAt } from '../access.ts';
import { ResourceError, type NestedContext } from '../contract.ts';

type Path = readonly Value[];

/** What an attribute of a group asks for. */
interface Asked {
  readonly output: string;
  readonly value: (names: readonly string[]) => Value;
}

const getAttr = (name: string, path: Path): Value => ({ get_attr: [name, ...path] });
const getResource = (name: string): Value => ({ get_resource: name });
const eachName = (names: readonly string[], value: (name: string) => Value): ValueMap =>
  Object.fromEntries(names.map((name) => [name, value(name)]));

function outputName(attribute: string, path: Path): string {
  return [attribute, ...path].map(str).join(', ');
}

/** The output for an attribute; undefined where `refs_map`, which is always there, has it. */
function asked(attribute: string, path: Path, removed: readonly string[]): Asked | undefined {
  if (attribute === 'refs_map') return undefined;
  if (attribute === 'refs') return { output: 'refs', value: (names) => names.map(getResource) };
  if (attribute === 'removed_rsrc_list') return { output: attribute, value: () => [...removed] };
  const output = outputName(attribute, path);
  if (attribute === 'attributes') return { output, value: (names) => eachName(names, (name) => getAttr(name, path)) };
  if (!attribute.startsWith('resource.'))
    return { output, value: (names) => names.map((name) => getAttr(name, [attribute, ...path])) };
  const [, member = '', ...rest] = memberParts(attribute);
  const inner = [...rest, ...path];
  if (inner.length === 0) return undefined;
  return { output, value: (names) => (names.includes(member) ? getAttr(member, inner) : null) };
}

/** `resource.2.networks.x` as its three parts: what follows the member is one attribute name, dots and all. */
function memberParts(attribute: string): string[] {
  const [head = '', member = '', ...rest] = attribute.split('.');
  return rest.length === 0 ? [head, member] : [head, member, rest.join('.')];
}

/** The outputs that the wanted attributes need. */
export function groupOutputs(
  names: readonly string[],
  wanted: NestedContext['wanted'],
  removed: readonly string[],
): ValueMap {
  const outputs: ValueMap = { refs_map: { value: eachName(names, getResource) } };
  for (const { attribute, path } of wanted) {
    const item = asked(attribute, path, removed);
    if (item !== undefined) outputs[item.output] = { value: item.value(names) };
  }
  return outputs;
}

/** An attribute of a group out of its nested stack's outputs. Heat: resource_group.py `get_attribute`. */
export function groupAttribute(outputs: ValueMap, attribute: string, path: Path, group: string): Value | undefined {
  if (attribute === 'attributes' && path.length === 0) return undefined;
  const [head, member = '', ...rest] = memberParts(attribute);
  if (head === 'resource' && attribute.includes('.') && rest.length === 0 && path.length === 0) {
    const reference = own(mapAt(outputs, 'refs_map'), member);
    if (reference !== undefined) return reference;
    throw new ResourceError('NotFound', `Member '${member}' not found in group resource '${group}'.`);
  }
  if (attribute === 'refs' || attribute === 'refs_map') return select(own(outputs, attribute) ?? null, path);
  if (attribute === 'removed_rsrc_list') return own(outputs, attribute) ?? [];
  return own(outputs, outputName(attribute, path)) ?? null;
}

/** Follows a path into a value as `get_attr` does: what is not there is null. */
function select(value: Value, path: Path): Value {
  let current = value;
  for (const part of path) {
    if (Array.isArray(current)) current = current.at(Number(part)) ?? null;
    else current = isMap(current) ? (own(current, str(part)) ?? null) : null;
  }
  return current;
}
