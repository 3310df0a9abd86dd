import { generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import type { WireRequest, WireResponse } from '../../../src/clouds/types.ts';

/** The one client that the provider knows. */
export const CLIENT = { id: 'isotherm', secret: 'client-secret' };
/** The users that it knows, with their passwords. */
export const USERS: Readonly<Record<string, string>> = { demo: 'oidc-password', stranger: 'oidc-password' };

const LIFE_S = 300;

/** What is wrong at some of its paths. */
const WRONG: Readonly<Record<string, () => WireResponse>> = {
  '/page': () => text(200, 'text/html', '<html><body><h1>Sign in</h1></body></html>'),
  '/list': () => json(200, [1, 2]),
  '/empty': () => json(200, {}),
  '/broken': () => text(500, 'text/html', '<html><body><h1>Internal error</h1></body></html>'),
  '/no-password': () => json(200, { token_endpoint: '/token', grant_types_supported: ['authorization_code'] }),
};

/**
 * A small OpenID Connect provider: discovery (OpenID Connect Discovery 1.0), its keys (RFC 7517), and a token endpoint with the
 * grants `password` and `client_credentials` (RFC 6749 §4.3, §4.4); some paths answer nonsense. Its tokens are signed with a key of its own (RFC 7519, ES256).
 */
export class Provider {
  /** Where it is: `https://127.0.0.1:7602`. */
  readonly issuer: string;
  readonly #now: () => number;
  readonly #key: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  #issued = 0;

  /** `now` gives milliseconds since the epoch. */
  constructor(issuer: string, now: () => number) {
    this.issuer = issuer;
    this.#now = now;
    this.#key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  }

  answer(request: Pick<WireRequest, 'url' | 'headers' | 'body'>): WireResponse {
    const { pathname } = new URL(request.url);
    switch (pathname) {
      case '/.well-known/openid-configuration':
        return json(200, {
          issuer: this.issuer,
          token_endpoint: `${this.issuer}/token`,
          jwks_uri: `${this.issuer}/jwks`,
          grant_types_supported: ['password', 'client_credentials'],
        });
      case '/jwks':
        return json(200, { keys: [{ ...this.#key.publicKey.export({ format: 'jwk' }), kid: 'key', use: 'sig' }] });
      case '/token':
        return this.#token(request);
      default:
        return WRONG[pathname]?.() ?? json(404, { error: 'not_found' });
    }
  }

  /** An access token for a subject, good for five minutes from `at` on (seconds since the epoch). */
  issue(subject: string, at = Math.floor(this.#now() / 1000)): string {
    this.#issued += 1;
    const claims = {
      iss: this.issuer,
      sub: subject,
      aud: CLIENT.id,
      iat: at,
      exp: at + LIFE_S,
      jti: String(this.#issued),
    };
    const text = [{ alg: 'ES256', typ: 'JWT', kid: 'key' }, claims].map(encoded).join('.');
    const signature = sign('sha256', Buffer.from(text), { key: this.#key.privateKey, dsaEncoding: 'ieee-p1363' });
    return `${text}.${signature.toString('base64url')}`;
  }

  /** Whom the token in an `Authorization` header speaks for; undefined where it was not issued here or has expired. */
  subjectOf(authorization: string | undefined): string | undefined {
    const [head = '', claims = '', signature = ''] = (authorization ?? '').replace(/^Bearer /, '').split('.');
    const key = { key: this.#key.publicKey, dsaEncoding: 'ieee-p1363' as const };
    const genuine = verify('sha256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url'));
    if (!genuine) return undefined;
    const { exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { exp: number; sub: string };
    return exp * 1000 > this.#now() ? sub : undefined;
  }

  #token({ headers, body }: Pick<WireRequest, 'headers' | 'body'>): WireResponse {
    const basic = Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString('base64');
    if (headers['authorization'] !== `Basic ${basic}`) {
      return json(401, { error: 'invalid_client', error_description: 'Invalid client credentials' });
    }
    const form = new URLSearchParams(String(body));
    const user = form.get('username') ?? '';
    switch (form.get('grant_type')) {
      case 'client_credentials':
        return this.#granted(CLIENT.id);
      case 'password':
        if (Object.hasOwn(USERS, user) && form.get('password') === USERS[user]) return this.#granted(user);
        return json(400, { error: 'invalid_grant', error_description: 'Invalid user credentials' });
      default:
        return json(400, { error: 'unsupported_grant_type' });
    }
  }

  #granted(subject: string): WireResponse {
    const [access_token, id_token] = [this.issue(subject), this.issue(subject)];
    return json(200, { access_token, id_token, token_type: 'Bearer', expires_in: LIFE_S });
  }
}

/** An answer with a JSON body. */
export function json(status: number, body: unknown): WireResponse {
  return text(status, 'application/json', JSON.stringify(body));
}

function text(status: number, type: string, body: string): WireResponse {
  return { status, headers: { 'content-type': type }, body: new TextEncoder().encode(body) };
}

function encoded(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
