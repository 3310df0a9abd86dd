import { parseJson } from '../expressions/json.ts';
import { isMap, own, type Value } from '../expressions/values.ts';
import type { CloudErrorCode } from './errors.ts';

const LONGEST = 2_000;
/** Of a longer body only so much is looked at: a sentence for people is shorter, and a page of HTML says it at the top. */
const MOST_BYTES = 65_536;
const MOST_MARKUP = 16_384;

/**
 * The sentence that a service wrote into the body of an error, or undefined where it wrote none. Knows the shapes of Keystone and
 * Heat (`error.message`), Nova and Cinder (`itemNotFound.message`), Neutron (`NeutronError`), Barbican (`description`), Placement
 * and other API-SIG services (`errors[].detail`), Octavia and Mistral (`faultstring`), and of webob's HTML pages (Glance).
 */
export function errorText(body: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(body.subarray(0, MOST_BYTES)).trim();
  if (text === '') return undefined;
  const sentence = /^[{["]/.test(text) ? fromJson(text) : fromMarkup(text);
  if (sentence === undefined || sentence === '') return undefined;
  return printable(sentence.length > LONGEST ? `${sentence.slice(0, LONGEST)}…` : sentence);
}

// What a terminal would act on, or a text cannot hold, is no part of a sentence.
function printable(sentence: string): string {
  // oxlint-disable-next-line no-control-regex
  return sentence.toWellFormed().replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd');
}

function fromJson(text: string): string | undefined {
  try {
    // webob closes the sentence with line breaks of HTML, in JSON too (Glance).
    return fromValue(parseJson(text), 0)
      ?.replace(/(<br *\/?>\s*)+/g, ' ')
      .trim();
  } catch {
    return text;
  }
}

const KEYS = ['message', 'faultstring', 'description', 'detail', 'explanation', 'error_description', 'title'];

function fromValue(value: Value, depth: number): string | undefined {
  if (typeof value === 'string') return value;
  if (depth > 4) return undefined;
  if (Array.isArray(value)) return value.length === 0 ? undefined : fromValue(value[0]!, depth + 1);
  if (!isMap(value)) return undefined;
  for (const wrapper of ['error', 'errors', 'NeutronError', 'error_message']) {
    const inner = own(value, wrapper);
    const found = isMap(inner) || Array.isArray(inner) ? fromValue(inner, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  for (const key of KEYS) {
    const found = own(value, key);
    if (typeof found === 'string' && found !== '') return found;
    if (isMap(found)) return fromValue(found, depth + 1);
  }
  for (const inner of Object.values(value)) {
    const found = isMap(inner) ? fromValue(inner, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  const plain = own(value, 'error') ?? own(value, 'NeutronError');
  return typeof plain === 'string' ? plain : undefined;
}

function fromMarkup(text: string): string {
  if (!text.startsWith('<')) return text;
  const start = text.slice(0, MOST_MARKUP);
  const body = /<body[^<>]*>([\s\S]*?)(<\/body>|$)/i.exec(start)?.[1] ?? start;
  const heading = /<h1[^<>]*>([\s\S]*?)<\/h1>/i.exec(body)?.[1] ?? '';
  const rest = plain(body.replace(/<h1[\s\S]*?<\/h1>/i, ' '));
  return rest === '' ? plain(heading) : rest;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&', nbsp: ' ' };

function plain(markup: string): string {
  return markup
    .replace(/<(script|style)[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/&(#x?[0-9a-f]{1,6}|[a-z]+);/gi, (whole, name: string) => entity(name) ?? whole)
    .replace(/\s+/g, ' ')
    .trim();
}

function entity(name: string): string | undefined {
  if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()];
  const point = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}

/**
 * What kind of failure a status of 300 and more is. Quotas come as 403 from Nova ("Quota exceeded"), 409 from Neutron (type
 * `OverQuota`) and 413 from Cinder; they are all `OverLimit` here.
 */
export function codeOfStatus(status: number, text: string): CloudErrorCode {
  if (status < 400) return 'UnexpectedAnswer';
  if (status === 413 || status === 429) return 'OverLimit';
  if (
    (status === 403 || status === 409) &&
    /\bquota\b.*\b(exceeded|resources)\b|\bexceed(s|ed|ing)\b.*\bquota\b/i.test(text)
  ) {
    return 'OverLimit';
  }
  if (status === 401) return 'Unauthorized';
  if (status === 403) return 'Forbidden';
  if (status === 404 || status === 410) return 'NotFound';
  if (status === 409) return 'Conflict';
  return status >= 500 ? 'ServerError' : 'BadRequest';
}
