import { isMap, type ValueMap } from '../../expressions/values.ts';
import type { Caller } from '../kernel/caller.ts';
import { checkAttribute } from './checks.ts';
import { badRequest, disallowed } from './faults.ts';
import type { Owned } from './items.ts';
import type { Attribute, Kind, Values } from './kind.ts';

const SHARED: Readonly<Record<string, Attribute>> = {
  id: { post: false, put: false },
  tenant_id: { put: false },
  project_id: { put: false },
  created_at: { post: false, put: false },
  updated_at: { post: false, put: false },
  revision_number: { post: false, put: false },
  tags: { post: false, put: false },
};

/** The object or objects under the kind's key of a body. Throws a 400 fault where there is none. */
export function envelopes<T extends Owned>(kind: Kind<T>, body: ValueMap): { bulk: boolean; all: ValueMap[] } {
  const many = body[kind.many];
  if (Array.isArray(many) && many.length > 0 && many.every(isMap)) return { bulk: true, all: many };
  const one = body[kind.one];
  if (!isMap(one)) throw badRequest(`Unable to find '${kind.one}' in request body`);
  return { bulk: false, all: [one] };
}

/** Checks what a create request gives, and adds what it leaves out. Throws a 400 or 403 fault. */
export function creation<T extends Owned>(kind: Kind<T>, given: ValueMap, caller: Caller): Values {
  refuseUnknown(kind, given);
  const values: ValueMap = {};
  for (const [name, attribute] of Object.entries(kind.attributes)) {
    if (!Object.hasOwn(given, name)) {
      if (attribute.required) {
        throw badRequest(`Failed to parse request. Required attribute '${name}' not specified`);
      }
      if (attribute.fallback !== undefined) values[name] = attribute.fallback;
      continue;
    }
    if (attribute.check === undefined || attribute.post === false) {
      throw badRequest(`Attribute '${name}' not allowed in POST`);
    }
    values[name] = checkAttribute(name, attribute.check, given[name]!);
    if (attribute.admin && !caller.isAdmin && values[name] !== attribute.fallback) {
      throw disallowed(`(rule:create_${kind.one} and rule:create_${kind.one}:${name})`);
    }
  }
  return values;
}

/** Checks what an update request gives. Throws a 400 or 403 fault. */
export function changes<T extends Owned>(kind: Kind<T>, given: ValueMap, caller: Caller): Values {
  refuseUnknown(kind, given);
  const values: ValueMap = {};
  for (const [name, value] of Object.entries(given)) {
    const attribute = kind.attributes[name] ?? SHARED[name]!;
    if (attribute.check === undefined || attribute.put === false) {
      throw badRequest(`Cannot update read-only attribute ${name}`);
    }
    values[name] = checkAttribute(name, attribute.check, value);
    if (attribute.admin && !caller.isAdmin) {
      throw disallowed(`(rule:update_${kind.one} and rule:update_${kind.one}:${name})`);
    }
  }
  return values;
}

function refuseUnknown<T extends Owned>(kind: Kind<T>, given: ValueMap): void {
  const unknown = Object.keys(given).filter(
    (name) => !Object.hasOwn(kind.attributes, name) && !Object.hasOwn(SHARED, name),
  );
  if (unknown.length > 0) throw badRequest(`Unrecognized attribute(s) '${unknown.join(', ')}'`);
}

/** Whose the new object will be: the caller's project, or the one an admin names. Throws a 403 fault. */
export function ownerOf<T extends Owned>(kind: Kind<T>, given: ValueMap, caller: Caller): string {
  const named = given['project_id'] ?? given['tenant_id'];
  if (typeof named !== 'string' || named === '' || named === caller.projectId) return caller.projectId ?? '';
  if (!caller.isAdmin) throw disallowed(`rule:create_${kind.one}`);
  return named;
}
