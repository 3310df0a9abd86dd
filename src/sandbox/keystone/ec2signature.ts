import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { isMap, type ValueMap } from '../../expressions/values.ts';

/** What a service that got a signed request asks Keystone to check. */
export interface SignedRequest {
  readonly verb: string;
  readonly host: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyHash: string;
  readonly signature: string;
}

/** Reads the `credentials` of `POST /v3/ec2tokens`. What is not text counts as not there. */
export function readSigned(given: ValueMap): SignedRequest {
  const word = (key: string): string => (typeof given[key] === 'string' ? given[key] : '');
  const [verb, host, path, signature] = [word('verb'), word('host'), word('path'), word('signature')];
  return {
    verb,
    host,
    path,
    signature,
    bodyHash: word('body_hash'),
    params: words(given['params']),
    headers: words(given['headers']),
  };
}

/**
 * True when the secret made the signature: versions 0, 1, 2 and 4 as keystoneclient/contrib/ec2/utils.py makes them. Clients that
 * leave the port out when they sign are let through too.
 */
export function isSignedWith(secret: string, request: SignedRequest): boolean {
  const hosts = [request.host, request.host.replace(/:\d+$/, '')];
  return hosts.some((host) => sameText(signatureOf(secret, { ...request, host }), request.signature));
}

/** The signature that the secret makes; undefined where the request is in no known form. */
export function signatureOf(secret: string, request: SignedRequest): string | undefined {
  const { params } = request;
  switch (params['SignatureVersion']) {
    case '0':
      return hmac('sha1', secret, `${params['Action'] ?? ''}${params['Timestamp'] ?? ''}`).toString('base64');
    case '1':
      return hmac('sha1', secret, version1(params)).toString('base64');
    case '2':
      return hmac('sha256', secret, version2(request)).toString('base64');
    default:
      return isVersion4(request) ? version4(secret, request) : undefined;
  }
}

function version1(params: Readonly<Record<string, string>>): string {
  const keys = Object.keys(params).sort((a, b) => compare(a.toLowerCase(), b.toLowerCase()));
  return keys.map((key) => `${key}${params[key]}`).join('');
}

function version2({ verb, host, path, params }: SignedRequest): string {
  return `${verb}\n${host}\n${path}\n${canonicalQuery({ ...params, SignatureMethod: 'HmacSHA256' })}`;
}

function isVersion4({ headers, params }: SignedRequest): boolean {
  const algorithm = 'AWS4-HMAC-SHA256';
  const header = headers['Authorization'];
  return header === undefined ? params['X-Amz-Algorithm'] === algorithm : header.startsWith(algorithm);
}

function version4(secret: string, request: SignedRequest): string | undefined {
  const { verb, path, params, headers, bodyHash } = request;
  const [credential, signedHeaders] = [authPart(request, 'Credential'), authPart(request, 'SignedHeaders')];
  const date = headers['X-Amz-Date'] ?? params['X-Amz-Date'];
  const [, day, region, service] = credential?.split('/') ?? [];
  if (credential === undefined || signedHeaders === undefined || date === undefined) return undefined;
  if (day === undefined || region === undefined || service === undefined || !date.startsWith(day)) return undefined;
  const query = verb.toUpperCase() === 'POST' ? '' : canonicalQuery(params);
  const canonical = [
    verb.toUpperCase(),
    path,
    query,
    canonicalHeaders(request, signedHeaders),
    signedHeaders,
    bodyHash,
  ];
  const scope = credential.split('/').slice(1).join('/');
  const hash = createHash('sha256').update(canonical.join('\n')).digest('hex');
  let key: string | Buffer = `AWS4${secret}`;
  for (const part of [day, region, service, 'aws4_request']) key = hmac('sha256', key, part);
  return hmac('sha256', key, ['AWS4-HMAC-SHA256', date, scope, hash].join('\n')).toString('hex');
}

function authPart({ headers, params }: SignedRequest, name: string): string | undefined {
  const header = headers['Authorization'];
  if (header === undefined) return params[`X-Amz-${name}`];
  const at = header.indexOf(`${name}=`);
  return at < 0 ? '' : header.slice(at + name.length + 1).split(',')[0];
}

function canonicalHeaders({ headers }: SignedRequest, signedHeaders: string): string {
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase().trim(), value.trim()]));
  const present = signedHeaders.split(';').filter((name) => byName.has(name));
  return `${present.map((name) => `${name}:${byName.get(name)}`).join('\n')}\n`;
}

function canonicalQuery(params: Readonly<Record<string, string>>): string {
  const keys = Object.keys(params).sort(compare);
  return keys.map((key) => `${quote(key)}=${quote(params[key]!)}`).join('&');
}

// RFC 3986 keeps only these as they are; encodeURIComponent keeps five more.
function quote(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function hmac(algorithm: string, key: string | Buffer, message: string): Buffer {
  return createHmac(algorithm, key).update(message).digest();
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function sameText(made: string | undefined, given: string): boolean {
  if (made === undefined) return false;
  const [a, b] = [Buffer.from(made), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function words(value: unknown): Record<string, string> {
  if (!isMap(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, typeof item === 'string' ? item : String(item)]),
  );
}
