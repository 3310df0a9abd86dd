import { readAnswerOrNull } from '../answer.ts';
import { isMap, own, type Value, type ValueMap } from '../../expressions/values.ts';
import { CloudError } from '../errors.ts';
import type { WireResponse } from '../types.ts';

/** Of what a cloud says, so many characters are told at most. */
const LONGEST = 500;

/** What to say of a login that was refused, besides the words of who refused it. */
export interface Wording {
  /** Who refuses, where it is not plainly Keystone: `The OpenID Connect provider answered`. */
  readonly speaker?: string;
  /** What may be the matter, where Keystone keeps its reasons to itself (401). */
  readonly hint?: string;
}

/**
 * The error that the answer to a login is; `error` is what it would be anywhere else. A refusal is `LoginFailed` with the reason that
 * Keystone or the web server before it gives, the missing factors included. Keystone answers 404 where an application credential,
 * trust, identity provider or token to log in with does not exist, and 409 where a mapped user collides with another.
 */
export function refusalOf(answer: WireResponse, error: CloudError, { speaker, hint }: Wording): CloudError {
  const body = jsonOf(answer);
  const more = missingFactors(answer, body);
  const reason = more ?? (body === undefined ? withoutBody(answer) : error.message);
  const untold = answer.status === 401 && more === undefined && body !== undefined;
  const hinted = untold && hint !== undefined ? `${reason} (${hint})` : reason;
  const unknown = answer.status === 404 && body !== undefined && own(body, 'error') !== undefined;
  const refused = unknown || [400, 401, 403, 409].includes(answer.status);
  return new CloudError(speaker === undefined ? hinted : `${speaker}: ${hinted}`, {
    cloud: error.cloud,
    service: error.service,
    method: error.method,
    path: error.path,
    status: error.status,
    requestId: error.requestId,
    code: refused ? 'LoginFailed' : error.code === 'NotFound' ? 'UnexpectedAnswer' : error.code,
  });
}

// With a receipt Keystone says which sets of methods would do (keystone/receipt/handlers.py).
function missingFactors(answer: WireResponse, body: ValueMap | undefined): string | undefined {
  if (answer.headers['openstack-auth-receipt'] === undefined) return undefined;
  const sets = listOf(body && own(body, 'required_auth_methods')).map((set) =>
    listOf(set).filter(isText).join(' and '),
  );
  const wanted =
    sets
      .filter((set) => set !== '')
      .join(', or ')
      .slice(0, LONGEST) || 'other methods';
  return `This is not enough to log in: Keystone asks this user for ${wanted}`;
}

// What a web server says that checks tokens for Keystone (RFC 6750 §3), or that it wants a browser.
function withoutBody({ status, headers }: WireResponse): string {
  const described = /\berror_description="([^"]*)"/.exec(headers['www-authenticate'] ?? '')?.[1];
  if (described !== undefined) return described.slice(0, LONGEST);
  if (status >= 400) return `The login was answered with status ${status}`;
  return `The login was answered with status ${status}, which leads elsewhere, as to a browser`;
}

function jsonOf({ headers, body }: WireResponse): ValueMap | undefined {
  if (!(headers['content-type'] ?? '').includes('json')) return undefined;
  const value = readAnswerOrNull(body);
  return isMap(value) ? value : undefined;
}

function listOf(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? value : [];
}

function isText(value: Value): value is string {
  return typeof value === 'string';
}
