import { isMap, type Value, type ValueMap } from '../../../src/expressions/values.ts';
import type { Exchange, Reply, WireReply } from './types.ts';

export interface Login {
  readonly authUrl: string;
  readonly region: string;
  readonly user: string;
  readonly password: string;
  readonly project: string;
}

const decoder = new TextDecoder();
const VERSION: Readonly<Record<string, string>> = { network: '/v2.0', image: '/v2', 'key-manager': '/v1' };

/** Someone logged in at a cloud, talking plain HTTP: a client with nothing clever in it, so that the suite sees what the wire has. */
export class Client {
  readonly token: string;
  readonly userId: string;
  readonly projectId: string;
  readonly #exchange: Exchange;
  readonly #endpoints: ReadonlyMap<string, string>;

  private constructor(exchange: Exchange, token: string, body: ValueMap, endpoints: ReadonlyMap<string, string>) {
    this.#exchange = exchange;
    this.#endpoints = endpoints;
    this.token = token;
    this.userId = String(dig(body, 'token.user.id'));
    this.projectId = String(dig(body, 'token.project.id'));
  }

  /** Logs in with a password, scoped to a project. */
  static async logIn(exchange: Exchange, login: Login): Promise<Client> {
    const domain = { id: 'default' };
    const identity = {
      methods: ['password'],
      password: { user: { name: login.user, domain, password: login.password } },
    };
    const auth = { identity, scope: { project: { name: login.project, domain } } };
    return Client.with(exchange, login.authUrl, login.region, { auth });
  }

  /** Logs in with whatever the body of `POST /v3/auth/tokens` says. */
  static async with(exchange: Exchange, authUrl: string, region: string, request: ValueMap): Promise<Client> {
    const reply = read(
      await exchange('POST', `${authUrl}/auth/tokens`, { 'content-type': 'application/json' }, JSON.stringify(request)),
    );
    if (reply.status !== 201) throw new Error(`Login failed: ${reply.status} ${reply.text}`);
    const endpoints = new Map<string, string>([['identity', authUrl]]);
    for (const service of listAt(reply.body, 'token.catalog')) {
      for (const endpoint of listAt(service, 'endpoints')) {
        const matches = dig(endpoint, 'interface') === 'public' && dig(endpoint, 'region') === region;
        const type = String(dig(service, 'type'));
        if (matches && type !== 'identity') endpoints.set(type, String(dig(endpoint, 'url')) + (VERSION[type] ?? ''));
      }
    }
    return new Client(exchange, reply.headers['x-subject-token'] ?? '', reply.body as ValueMap, endpoints);
  }

  /** Address of a service, versioned; the path of a request follows it. */
  endpoint(service: string): string {
    const found = this.#endpoints.get(service);
    if (found === undefined) throw new Error(`No ${service} in the catalog`);
    return found;
  }

  has(service: string): boolean {
    return this.#endpoints.has(service);
  }

  get(service: string, path: string, headers: Record<string, string> = {}): Promise<Reply> {
    return this.send('GET', service, path, undefined, headers);
  }
  post(service: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    return this.send('POST', service, path, body, headers);
  }
  put(service: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    return this.send('PUT', service, path, body, headers);
  }
  patch(service: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    return this.send('PATCH', service, path, body, headers);
  }
  delete(service: string, path: string, headers: Record<string, string> = {}): Promise<Reply> {
    return this.send('DELETE', service, path, undefined, headers);
  }

  /** Sends a request; a body that is no text and no bytes goes as JSON. */
  async send(
    method: string,
    service: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    const raw = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
    const all = { 'x-auth-token': this.token, ...(raw ? {} : { 'content-type': 'application/json' }), ...headers };
    const payload = raw ? (body as string | Uint8Array | undefined) : JSON.stringify(body);
    return read(await this.#exchange(method, this.endpoint(service) + path, all, payload));
  }
}

function read({ status, headers, body }: WireReply): Reply {
  const text = decoder.decode(body);
  const isJson = headers['content-type']?.includes('json') === true && text !== '';
  return { status, headers, text, body: isJson ? (JSON.parse(text) as Value) : null };
}

/** What is at a dotted path of a value: `dig(reply.body, 'server.addresses.net.0.addr')`; undefined where there is nothing. */
export function dig(value: Value | undefined, path: string): Value | undefined {
  let here: Value | undefined = value;
  for (const step of path.split('.')) {
    if (Array.isArray(here)) here = here[Number(step)];
    else if (here !== undefined && isMap(here)) here = here[step];
    else return undefined;
  }
  return here;
}

/** The list at a dotted path, empty where there is none. */
export function listAt(value: Value | undefined, path: string): Value[] {
  const found = dig(value, path);
  return Array.isArray(found) ? found : [];
}

/** The text at a dotted path. Throws where there is none. */
export function textAt(value: Value | undefined, path: string): string {
  const found = dig(value, path);
  if (typeof found !== 'string') throw new Error(`No text at ${path} of ${JSON.stringify(value)}`);
  return found;
}
