import type { ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Secret } from './records.ts';
import { invalid, textOf } from './schema.ts';

const TEXT = ['text/plain', 'text/plain;charset=utf-8', 'text/plain; charset=utf-8'];
const TYPES = [...TEXT, 'application/octet-stream', 'application/pkcs8'];
const MAX_BYTES = 20_000;

type Payload = Pick<Secret, 'contentType' | 'payload'>;

/** The payload that comes with the metadata of a new secret; `{}` where none does (barbican/common/validators.py). */
export function payloadOf(body: ValueMap): Payload {
  const payload = body['payload'] ?? null;
  const type = textOf('Secret', body, 'payload_content_type');
  const encoding = textOf('Secret', body, 'payload_content_encoding');
  if (payload === null) {
    if (type !== null)
      throw invalid('Secret', 'payload must be provided when payload_content_type is specified', 'payload');
    return {};
  }
  if (typeof payload !== 'string')
    throw invalid('Secret', `${JSON.stringify(payload)} is not of type 'string'`, 'payload');
  if (payload === '') throw invalid('Secret', "If 'payload' specified, must be non empty", 'payload');
  if (type === null) {
    const rule = "If 'payload' is supplied, 'payload_content_type' must also be supplied.";
    throw invalid('Secret', rule, 'payload_content_type');
  }
  if (!TYPES.includes(type.toLowerCase())) {
    const listed = TYPES.map((one) => `'${one}'`).join(', ');
    throw invalid('Secret', `payload_content_type is not one of [${listed}]`, 'payload_content_type');
  }
  return { contentType: bare(type), payload: decode(payload, bare(type), encoding) };
}

function decode(payload: string, type: string, encoding: string | null): string {
  if (type === 'text/plain') {
    if (encoding !== null) {
      const rule = 'payload_content_encoding is not one of None';
      throw invalid('Secret', rule, 'payload_content_encoding');
    }
    return bounded(Buffer.from(payload)).toString('base64');
  }
  if (encoding !== 'base64') {
    const rule = "payload_content_encoding is not one of ['base64', 'binary']";
    throw invalid('Secret', rule, 'payload_content_encoding');
  }
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(payload) || payload.replaceAll(/\s/g, '').length % 4 !== 0) {
    throw invalid('Secret', 'Invalid payload for payload_content_encoding', 'payload');
  }
  return bounded(Buffer.from(payload, 'base64')).toString('base64');
}

/** The payload that a PUT brings for a secret that has none yet. */
export function payloadOfPut(call: Call): Payload {
  const given = call.headers['content-type']?.toLowerCase() ?? '';
  const type = bare(given);
  if (type !== 'text/plain' && type !== 'application/octet-stream') {
    const known = "['application/octet-stream', 'text/plain']";
    throw new Fault(415, `Unexpected content type. Expected content types are: ${known}`);
  }
  if (call.bytes.length === 0) throw new Fault(400, 'No data supplied to process.');
  const isBase64 = call.headers['content-encoding']?.toLowerCase() === 'base64';
  const bytes = Buffer.from(call.bytes);
  const payload = bounded(isBase64 ? Buffer.from(bytes.toString('utf8'), 'base64') : bytes);
  return { contentType: type, payload: payload.toString('base64') };
}

function bare(type: string): string {
  return type.toLowerCase().split(';')[0]!.trim();
}

function bounded(bytes: Buffer): Buffer {
  if (bytes.length > MAX_BYTES) throw new Fault(413, 'Provided information too large to process');
  return bytes;
}
