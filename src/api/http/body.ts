import type { FastifyInstance } from 'fastify';
import { parseJson } from '../../expressions/json.ts';
import { isMap, type ValueMap } from '../../expressions/values.ts';
import { ApiFault, badRequest } from '../faults/fault.ts';

/** Maps and lists within each other, at most. */
const MAX_DEPTH = 500;
const OPENING_BRACE = 0x7b;

/**
 * Takes request bodies as Heat does: what is not a JSON object, by type or first byte, is no body at all; an empty one is fine.
 * JSON may come as `application/json`, as `text/plain` or without a type. Bodies of more than `maxBytes` are refused.
 */
export function acceptBodies(app: FastifyInstance, maxBytes: number): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBytes }, (request, bytes, done) => {
    try {
      done(null, parseBody(request.headers['content-type'], bytes as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
}

/** The body as a map, or undefined where Heat would see none. Throws HTTPBadRequest on broken JSON. */
export function parseBody(contentType: string | undefined, bytes: Uint8Array): ValueMap | undefined {
  if (bytes[0] !== OPENING_BRACE || !isJson(contentType)) return undefined;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw badRequest('The body of the request is not valid UTF-8.');
  }
  if (isTooDeep(text)) throw badRequest(`The body of the request is nested more than ${MAX_DEPTH} levels deep.`);
  try {
    const value = parseJson(text);
    return isMap(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) throw badRequest(`The body of the request is not valid JSON: ${error.message}`);
    throw error;
  }
}

/** What a body that passed the limit is answered with; `length` is its Content-Length, where it said one. */
export function bodyTooLarge(length: string | undefined, maxBytes: number): ApiFault {
  const size = length === undefined ? '' : ` (${length} bytes)`;
  return new ApiFault(
    'RequestLimitExceeded',
    `Request limit exceeded: JSON body size${size} exceeds maximum allowed size (${maxBytes} bytes).`,
  );
}

function isJson(contentType: string | undefined): boolean {
  const type = contentType?.split(';', 1)[0]!.trim().toLowerCase() ?? '';
  return type === '' || type === 'application/json' || type.startsWith('text/plain');
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at++;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > MAX_DEPTH) return true;
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
  return false;
}
