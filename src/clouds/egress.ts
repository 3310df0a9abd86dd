import type { Clock } from '../expressions/ports.ts';
import { innerV4, parseAddress, parseBlock, within, type Address, type Block } from './addresses.ts';
import { TransportError } from './errors.ts';

/** Looks up all addresses of a host name. Rejects when there are none. */
export type Resolver = (hostname: string) => Promise<readonly string[]>;

/** What an operator decides about outgoing requests. */
export interface EgressRules {
  /** Blocks that may be reached although they would be refused, such as `127.0.0.0/8`. */
  readonly allow?: readonly string[];
  /** Host names that may be reached whatever they resolve to. */
  readonly allowHosts?: readonly string[];
  /** Refuse private addresses too (10/8, 172.16/12, 192.168/16, 100.64/10, fc00::/7). Default false: private clouds live there. */
  readonly denyPrivate?: boolean;
  /** Identity endpoints that the operator configured; such a cloud and all its catalog may be reached wherever it is. */
  readonly trustedClouds?: readonly string[];
}

/** Decides which addresses may be reached. Every method rejects with {@link TransportError} `refused` or `unreachable`. */
export interface Guard {
  /** Resolves when a request may go to this URL. */
  check(url: string): Promise<void>;
  /** The addresses of a host that may be connected to: those that {@link Guard.check} saw, so that a changing DNS answer is no way in. */
  addresses(hostname: string): Promise<readonly string[]>;
}

/** Never reached unless allowed: loopback, link-local (metadata services), unspecified, multicast, reserved, well-known metadata. */
const REFUSED = [
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '224.0.0.0/3',
  '100.100.100.200/32',
  '168.63.129.16/32',
  '::/128',
  '::1/128',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
  'fd00:ec2::254/128',
];
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'];

/** A DNS answer is used this long, in milliseconds. */
const PIN_MS = 60_000;
const MOST_PINS = 4_096;

/**
 * The egress guard: what a tenant's template, credential or catalog names is reached only where the operator's rules allow it.
 * The refusal of an address says the same whether anything listens there or not, because it comes before any connection.
 */
export class Egress implements Guard {
  readonly #resolve: Resolver;
  readonly #clock: Clock;
  readonly #allow: readonly Block[];
  readonly #allowHosts: ReadonlySet<string>;
  readonly #refuse: readonly Block[];
  readonly #trusted: ReadonlySet<string>;
  readonly #pins = new Map<string, { readonly until: number; readonly addresses: Promise<readonly string[]> }>();

  /** Throws RangeError when a rule cannot be read. */
  constructor(rules: EgressRules, resolve: Resolver, clock: Clock) {
    this.#resolve = resolve;
    this.#clock = clock;
    this.#allow = (rules.allow ?? []).map(parseBlock);
    this.#allowHosts = new Set((rules.allowHosts ?? []).map((host) => host.toLowerCase()));
    this.#refuse = [...REFUSED, ...(rules.denyPrivate === true ? PRIVATE : [])].map(parseBlock);
    this.#trusted = new Set((rules.trustedClouds ?? []).map(identityOf));
  }

  /** The guard for a cloud's requests: that of an operator's own cloud lets them go anywhere over HTTP. */
  forCloud(authUrl: string): Guard {
    if (!this.#trusted.has(identityOf(authUrl))) return this;
    return {
      check: async (url) => void parseUrl(url),
      addresses: (hostname) => this.#pinned(hostname),
    };
  }

  async check(url: string): Promise<void> {
    const { hostname } = parseUrl(url);
    await this.addresses(hostname);
  }

  async addresses(hostname: string): Promise<readonly string[]> {
    const addresses = await this.#pinned(hostname);
    if (!this.#allowHosts.has(hostname.toLowerCase()) && !addresses.every((address) => this.#allowed(address))) {
      throw new TransportError('refused', `Requests to ${hostname} are not allowed`);
    }
    return addresses;
  }

  #allowed(text: string): boolean {
    const address = parseAddress(text);
    if (address === undefined) return false;
    if (this.#allow.some((block) => within(address, block))) return true;
    const inner = innerV4(address);
    if (inner !== undefined && this.#allow.some((block) => within(inner, block))) return true;
    return !this.#refused(address) && (inner === undefined || !this.#refused(inner));
  }

  #refused(address: Address): boolean {
    return this.#refuse.some((block) => within(address, block));
  }

  #pinned(hostname: string): Promise<readonly string[]> {
    const bare = hostname.replace(/^\[(.*)\]$/, '$1');
    if (parseAddress(bare) !== undefined) return Promise.resolve([bare]);
    const now = this.#clock.now();
    const known = this.#pins.get(bare);
    if (known !== undefined && known.until > now) return known.addresses;
    const addresses = this.#lookUp(bare);
    this.#pins.delete(bare);
    this.#pins.set(bare, { until: now + PIN_MS, addresses });
    if (this.#pins.size > MOST_PINS) this.#pins.delete(this.#pins.keys().next().value!);
    addresses.catch(() => this.#pins.delete(bare));
    return addresses;
  }

  async #lookUp(hostname: string): Promise<readonly string[]> {
    try {
      const addresses = await this.#resolve(hostname);
      if (addresses.length > 0) return addresses;
    } catch (error) {
      throw new TransportError('unreachable', `The host ${hostname} could not be found`, error);
    }
    throw new TransportError('unreachable', `The host ${hostname} could not be found`);
  }
}

/**
 * Reads a URL that requests may go to: http or https, no user name in it, its host written the plain way (an IPv4 address as a
 * dotted quad: not `0x7f000001`, `2130706433` or `0177.0.0.1`).
 */
export function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const refused = (why: string): never => {
    throw new TransportError('refused', `The URL is not allowed: ${why}`);
  };
  if (url === undefined) return refused('it cannot be read');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refused('only http and https are');
  if (url.username !== '' || url.password !== '') return refused('it holds a user name');
  const host = /^[a-z]+:\/\/([^/?#]*)/i.exec(text)?.[1]?.replace(/:\d*$/, '');
  // The parser drops control characters, folds full-width digits and reads hex and octal; what it had to change is refused.
  const plain = host !== undefined && (host.toLowerCase() === url.hostname || /^\[[0-9a-f:.]+\]$/i.test(host));
  // oxlint-disable-next-line no-control-regex
  if (!plain || /[\u0000-\u0020\u007f\\]/.test(text)) return refused('its host is not written the plain way');
  return url;
}

/** An identity endpoint in a form that can be compared: without `/v3` and closing slashes. */
export function identityOf(authUrl: string): string {
  if (!URL.canParse(authUrl)) return authUrl;
  const url = new URL(authUrl);
  return (
    url.origin +
    url.pathname
      .replace(/\/+$/, '')
      .replace(/\/v(3|2\.0)$/, '')
      .replace(/\/+$/, '')
  );
}
