import { Fault } from '../kernel/fault.ts';

const MALFORMED =
  ' The server could not comply with the request since it is either malformed or otherwise incorrect.' +
  ' The client is assumed to be in error.';

/** Keystone's refusals (keystone/exception.py), each with its status and text. */
export function notFound(kind: string, id: string): Fault {
  return new Fault(404, `Could not find ${kind}: ${id}.`);
}

/** 401; the reason is never told. */
export function unauthorized(): Fault {
  return new Fault(401, 'The request you have made requires authentication.');
}

/** 403 for an action: `identity:create_user`, or a whole sentence. */
export function forbidden(action?: string): Fault {
  const message = 'You are not authorized to perform the requested action';
  return new Fault(403, action === undefined ? `${message}.` : `${message}: ${action}.`);
}

/** 400: something is missing. */
export function missing(attribute: string, target: string): Fault {
  return new Fault(400, `Expecting to find ${attribute} in ${target}.${MALFORMED}`);
}

/** 400 for an expiry in the past. */
export function expired(): Fault {
  return new Fault(400, `The 'expires_at' must not be before now.${MALFORMED}`);
}

/** 400 for a time that cannot be read. */
export function badTimestamp(): Fault {
  return new Fault(400, `Timestamp not in expected format.${MALFORMED}`);
}

/** 409: the name is taken. */
export function conflict(kind: string, details: string): Fault {
  return new Fault(409, `Conflict occurred attempting to store ${kind} - ${details}.`);
}

/** 400 of a JSON schema: a property is missing. */
export function required(property: string): Fault {
  return new Fault(400, `'${property}' is a required property`);
}

/** 400 of a JSON schema: a property has the wrong type. */
export function wrongType(property: string, value: unknown, type: string): Fault {
  return new Fault(400, `Invalid input for field '${property}': ${JSON.stringify(value)} is not of type '${type}'`);
}

/** 404 of a role that is asked for by name. */
export function unknownRole(name: string): Fault {
  return new Fault(404, `Role ${name} is not defined`);
}
