import { str } from '../../expressions/python/text.ts';
import { truthy } from '../../expressions/python/order.ts';
import { isMap, type Value } from '../../expressions/values.ts';
import { isActive } from '../conditions.ts';
import { unknownResource } from '../references.ts';
import { ResolveError, typeError, valueError } from '../resolve-error.ts';
import { nearest } from '../suggestions.ts';
import type { AttributeNames, CallContext, Reference, TemplateFunction } from './contract.ts';
import { selectAttribute } from './select-path.ts';

/** How a version reads get_attr. */
interface Flavour {
  readonly description: string;
  /** The whole attribute is asked for and the path followed afterwards (2013-05-23); else the path goes to the resource. */
  readonly select: boolean;
  /** `[resource]` alone gives all attributes (from 2015-10-15). */
  readonly all: boolean;
}

function check(args: Value, call: CallContext, all: boolean): void {
  if (all) {
    if (!truthy(args)) {
      throw valueError(
        `Arguments to "${call.name}" can be of the next forms: [resource_name] or [resource_name, attribute, (path), ...]`,
      );
    }
    if (Array.isArray(args) && args.length === 1) return;
  }
  if (!Array.isArray(args)) throw typeError(`Argument to "${call.name}" must be a list`);
  if (args.length < 2)
    throw valueError(`Arguments to "${call.name}" must be of the form [resource_name, attribute, (path), ...]`);
}

function parts(args: Value, call: CallContext): { resource: string; attribute: Value; path: Value[] } {
  const [name, attribute = null, ...path] = args as Value[];
  const resource = call.resolve(name!);
  if (typeof resource !== 'string') throw unknownResource(str(resource), call.where, call.scope);
  return { resource, attribute: call.resolve(attribute), path: call.resolve(path) as Value[] };
}

/** The attribute's name as text; null is all attributes. */
function attributeName(attribute: Value): string | undefined {
  return attribute === null ? undefined : str(attribute);
}

function result(args: Value, call: CallContext, select: boolean): Value {
  const { resource, attribute, path } = parts(args, call);
  if (!isActive(resource, call.scope)) throw unknownResource(resource, call.where, call.scope);
  const name = attributeName(attribute);
  return select
    ? selectAttribute(call.scope.attribute(resource, name, []), path)
    : call.scope.attribute(resource, name, path);
}

function validate(args: Value, call: CallContext, attributes: AttributeNames, all: boolean): void {
  const { resource, attribute } = parts(args, call);
  if (!isActive(resource, call.scope)) throw unknownResource(resource, 'unknown', call.scope);
  if (all && attribute === null) return;
  const name = str(attribute);
  const isName = !isMap(attribute) && !Array.isArray(attribute);
  if (isName && attributes.has(resource, name) !== false) return;
  throw new ResolveError(
    'InvalidTemplateAttribute',
    `The Referenced Attribute (${resource} ${name}) is incorrect.`,
    nearest(name, attributes.names(resource)),
  );
}

function referencesOf(args: Value, call: CallContext, select: boolean): Reference[] {
  const { resource, attribute, path } = parts(args, call);
  const name = attributeName(attribute);
  if (name === undefined) return [{ resource, kind: 'attribute' }];
  return [{ resource, kind: 'attribute', attribute: name, ...(select || path.length === 0 ? {} : { path }) }];
}

function flavour({ description, select, all }: Flavour): TemplateFunction {
  return {
    description,
    check: (args, call) => check(args, call, all),
    validate: (args, call, attributes) => validate(args, call, attributes, all),
    result: (args, call) => result(args, call, select),
    references: (args, call) => referencesOf(args, call, select),
  };
}

const description = 'A function for resolving resource attributes.';

/** `get_attr: [resource, attribute, path…]` of 2013-05-23. */
export const getAttrThenSelect = flavour({ description, select: true, all: false });
/** `get_attr: [resource, attribute, path…]` of 2014-10-16, whose path the resource itself follows. */
export const getAttr = flavour({ description, select: false, all: false });
/** `get_attr: [resource, attribute?, path…]` from 2015-10-15. */
export const getAttrOrAll = flavour({ description, select: false, all: true });

/** `Fn::GetAtt: [resource, attribute]`. */
export const fnGetAtt: TemplateFunction = {
  ...getAttrThenSelect,
  check: (args, call) => {
    if (Array.isArray(args) && args.length === 2) return;
    throw valueError(`Arguments to "${call.name}" must be of the form [resource_name, attribute]`);
  },
};
