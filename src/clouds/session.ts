import type { Clock } from '../expressions/ports.ts';
import { CloudError } from './errors.ts';
import type { Link } from './link.ts';
import type { Grant } from './login/grant.ts';
import type { Login } from './login/index.ts';
import type { Secret } from './secret.ts';

/** A token is renewed when it has less than this left, in milliseconds, */
const MARGIN_MS = 60_000;
/** or less than this share of its life, where that is shorter. */
const MARGIN_SHARE = 0.25;

/** What a {@link Session} is made of. */
export interface SessionParts {
  readonly link: Link;
  /** The way to what the credential names besides the cloud. */
  readonly outside: (url: string) => Link;
  readonly login: Login;
  readonly clock: Clock;
  /** Identity v3 endpoint, ending in `/v3`. */
  readonly identity: string;
  /** Tells this session from others in the cloud's budget. */
  readonly owner: string;
}

interface Held {
  readonly grant: Grant;
  readonly renewAt: number;
}

/** A login that is kept good: renewed before it ends or when the cloud no longer takes it, by one request for all who wait. */
export class Session {
  readonly owner: string;
  readonly link: Link;
  /** Identity v3 endpoint, ending in `/v3`. */
  readonly identity: string;
  readonly #parts: SessionParts;
  #held: Held | undefined;
  #pending: Promise<Grant> | undefined;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.owner = parts.owner;
    this.link = parts.link;
    this.identity = parts.identity;
  }

  /** What the login brought; logs in first where there is none that lasts. Rejects with the CloudError of the login. */
  async grant(signal?: AbortSignal): Promise<Grant> {
    const held = this.#held;
    if (held !== undefined && held.renewAt > this.#parts.clock.now()) return held.grant;
    return this.#wait(this.#login(), signal);
  }

  /** A grant other than one that the cloud has just refused. */
  async renew(refused: Grant, signal?: AbortSignal): Promise<Grant> {
    const held = this.#held?.grant;
    if (held !== undefined && held !== refused) return this.grant(signal);
    return this.#wait(this.#login(), signal);
  }

  /** The token. Throws CloudError `LoginFailed` on a cloud without Keystone. */
  async token(signal?: AbortSignal): Promise<Secret> {
    const { token } = await this.grant(signal);
    if (token !== undefined) return token;
    const cloud = this.link.cloud.name;
    throw new CloudError(`Cloud ${cloud} has no Keystone that gives tokens`, { cloud, code: 'LoginFailed' });
  }

  /** True when a grant may be shown to this URL: it is at an origin that the same cloud's catalog names, or its identity endpoint. */
  allows(grant: Grant, url: string): boolean {
    return grant.catalog.covers(url) || (URL.canParse(url) && new URL(url).origin === new URL(this.identity).origin);
  }

  #login(): Promise<Grant> {
    this.#pending ??= this.#logIn().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  async #logIn(): Promise<Grant> {
    const { clock, identity, link, login, outside, owner } = this.#parts;
    const begunAt = clock.now();
    const grant = await login({ link, outside, identity, owner, now: () => clock.now() });
    const life = (grant.expiresAt ?? Number.POSITIVE_INFINITY) - begunAt;
    this.#held = { grant, renewAt: begunAt + life - Math.min(MARGIN_MS, life * MARGIN_SHARE) };
    return grant;
  }

  // The login serves all who wait for it, so one who gives up leaves it running.
  async #wait(login: Promise<Grant>, signal: AbortSignal | undefined): Promise<Grant> {
    if (signal === undefined) return login;
    signal.throwIfAborted();
    let leave = (): void => {};
    const left = new Promise<never>((_resolve, reject) => {
      leave = () => reject(signal.reason as Error);
      signal.addEventListener('abort', leave, { once: true });
    });
    try {
      return await Promise.race([login, left]);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }
}

/** The Identity v3 endpoint of an `auth_url`, which may end in `/v3`, in `/v2.0`, or in neither. */
export function identityV3(authUrl: string): string {
  const bare = authUrl.replace(/[?#].*$/, '').replace(/\/+$/, '');
  return `${bare.replace(/\/v(3|2\.0)$/, '')}/v3`;
}
