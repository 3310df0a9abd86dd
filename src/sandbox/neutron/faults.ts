import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';

const TYPES: Readonly<Record<number, string>> = {
  400: 'HTTPBadRequest',
  403: 'PolicyNotAuthorized',
  404: 'HTTPNotFound',
  405: 'HTTPMethodNotAllowed',
  409: 'HTTPConflict',
};

/** Writes a refusal as Neutron does: `{"NeutronError": {"type", "message", "detail"}}`. */
export function neutronFault(fault: Fault): Answer {
  const named = fault.type !== 'malformed' && fault.type;
  const type = named || (TYPES[fault.status] ?? 'HTTPInternalServerError');
  return { status: fault.status, body: { NeutronError: { type, message: fault.message, detail: '' } } };
}

export function badRequest(message: string): Fault {
  return new Fault(400, message, { type: 'HTTPBadRequest' });
}

/** `Invalid input for operation: …`, a 400. */
export function invalidInput(message: string): Fault {
  return new Fault(400, `Invalid input for operation: ${message}.`, { type: 'InvalidInput' });
}

/** `Bad router request: …`, a 400. */
export function badResource(resource: string, message: string): Fault {
  return new Fault(400, `Bad ${resource} request: ${message}.`, { type: 'BadRequest' });
}

export function conflict(type: string, message: string): Fault {
  return new Fault(409, message, { type });
}

export function notFound(type: string, message: string): Fault {
  return new Fault(404, message, { type });
}

/** The caller may see it but not do this to it. */
export function disallowed(rule: string): Fault {
  return new Fault(403, `${rule} is disallowed by policy`, { type: 'PolicyNotAuthorized' });
}

export function overQuota(resource: string): Fault {
  return conflict('OverQuota', `Quota exceeded for resources: ['${resource}'].`);
}

export function networkGone(id: string): Fault {
  return notFound('NetworkNotFound', `Network ${id} could not be found.`);
}
