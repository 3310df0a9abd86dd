import { htmlFault, type Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';

const KEYS: Readonly<Record<number, string>> = {
  400: 'badRequest',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'itemNotFound',
  405: 'badMethod',
  409: 'conflictingRequest',
  413: 'overLimit',
  415: 'badMediaType',
  429: 'overLimit',
  501: 'notImplemented',
  503: 'serviceUnavailable',
};

/** Writes a refusal as Nova and Cinder do: `{"itemNotFound": {"code", "message"}}`; the key follows from the status. */
export function keyedFault(fault: Fault): Answer {
  const message =
    fault.type === 'malformed'
      ? 'The server could not comply with the request since it is either malformed or otherwise incorrect.'
      : fault.message;
  const key = KEYS[fault.status] ?? 'computeFault';
  return { status: fault.status, body: { [key]: { code: fault.status, message } } };
}

/** What a path without a route gets from Nova and Cinder: WebOb's page. */
export function noSuchPath(_call: unknown, allowed: readonly string[]): Answer {
  if (allowed.length === 0) return { status: 404, body: htmlFault(404, 'The resource could not be found.') };
  const message = 'The server could not comply with the request since it is either malformed or otherwise incorrect.';
  return { status: 405, headers: { allow: allowed.join(', ') }, body: { badMethod: { code: 405, message } } };
}
