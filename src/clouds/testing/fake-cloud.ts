import { parseJson, writeJson } from '../../expressions/json.ts';
import type { Random } from '../../expressions/ports.ts';
import type { Value, ValueMap } from '../../expressions/values.ts';
import { Clouds, type CloudsParts } from '../connect.ts';
import { Egress, type EgressRules } from '../egress.ts';
import type { Cloud, Credential, Transport, WireRequest, WireResponse } from '../types.ts';
import { VirtualClock } from './virtual-clock.ts';

export const CLOUD: Cloud = { name: 'east', authUrl: 'https://keystone.example:5000/v3', region: 'one' };
export const PASSWORD: Credential = {
  authType: 'password',
  auth: { username: 'demo', password: 'canary-password', project_name: 'demo', default_domain_id: 'default' },
};

/** An answer with a JSON body. */
export function json(status: number, body: Value, headers: Record<string, string> = {}): WireResponse {
  const text = body === null ? '' : writeJson(body);
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: new TextEncoder().encode(text) };
}

/** A request as a test looks at it. */
export interface Seen {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Value;
  readonly at: number;
  readonly signal: AbortSignal | undefined;
}

/** Answers one request; what it throws is what the transport rejects with. */
export type Answer = (request: Seen) => WireResponse | Promise<WireResponse>;

export const CATALOG: Value = [
  entry('identity', 'https://keystone.example:5000/v3'),
  entry('compute', 'https://nova.example/v2.1'),
  entry('network', 'https://neutron.example:9696'),
  entry('volumev3', 'https://cinder.example/v3/p1'),
];

/** A catalog entry with one public endpoint. */
export function entry(type: string, url: string, region = 'one'): Value {
  return { type, name: type, endpoints: [{ interface: 'public', region_id: region, region, url }] };
}

/** A cloud played by functions: Keystone gives tokens `token-1`, `token-2` …, everything else is up to the test. */
export class FakeCloud {
  readonly clock = new VirtualClock();
  readonly seen: Seen[] = [];
  readonly random: Random = { integer: (bound) => Math.floor(bound / 2), uuid: () => 'uuid' };
  answer: Answer = () => json(404, { error: { message: 'nothing here' } });
  catalog: Value = CATALOG;
  /** Lifetime of the tokens in milliseconds. */
  tokenLife = 3_600_000;
  logins = 0;
  /** Instead of Keystone's answer to a login. */
  loginAnswer: Answer | undefined;

  readonly transport: Transport = {
    send: (request) => this.#send(request),
    close: () => Promise.resolve(),
  };

  clouds(parts: Partial<CloudsParts> = {}, rules: EgressRules = {}, hosts: Record<string, string[]> = {}): Clouds {
    const resolve = (host: string): Promise<string[]> => Promise.resolve(hosts[host] ?? ['203.0.113.7']);
    const egress = new Egress(rules, resolve, this.clock);
    return new Clouds({ clock: this.clock, random: this.random, transport: () => this.transport, egress, ...parts });
  }

  /** Paths with method of all requests but logins. */
  get paths(): string[] {
    return this.seen
      .filter(({ url }) => !url.pathname.endsWith('/auth/tokens'))
      .map(({ method, url }) => `${method} ${url.pathname}${url.search}`);
  }

  /** Keystone's answer to a login. */
  token(more: ValueMap = {}): WireResponse {
    const now = this.clock.now();
    const token: ValueMap = {
      methods: ['password'],
      user: { id: 'u1', name: 'demo', domain: { id: 'default', name: 'Default' } },
      project: { id: 'p1', name: 'demo', domain: { id: 'default', name: 'Default' } },
      roles: [{ id: 'r1', name: 'member' }],
      issued_at: new Date(now).toISOString(),
      expires_at: new Date(now + this.tokenLife).toISOString(),
      catalog: this.catalog,
      ...more,
    };
    return json(201, { token }, { 'x-subject-token': `token-${this.logins}` });
  }

  async #send(request: WireRequest): Promise<WireResponse> {
    const body =
      typeof request.body === 'string' && request.body.startsWith('{')
        ? parseJson(request.body)
        : (String(request.body ?? '') as Value);
    const { method, headers, signal } = request;
    const seen: Seen = { method, url: new URL(request.url), headers, body, at: this.clock.now(), signal };
    this.seen.push(seen);
    await Promise.resolve();
    if (method === 'POST' && seen.url.pathname === '/v3/auth/tokens') {
      this.logins++;
      return this.loginAnswer === undefined ? this.token() : this.loginAnswer(seen);
    }
    return this.answer(seen);
  }
}
