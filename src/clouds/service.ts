import { writeJson } from '../expressions/json.ts';
import type { Value } from '../expressions/values.ts';
import { readAnswer } from './answer.ts';
import { discreet } from './discretion.ts';
import { CloudError, type CloudErrorCode } from './errors.ts';
import type { Treatment } from './link.ts';
import type { Grant } from './login/grant.ts';
import { leadsDown, withQuery } from './path.ts';
import { microversionHeaders } from './service-types.ts';
import type { Session } from './session.ts';
import type { RequestOptions, ServiceClient, WireRequest, WireResponse } from './types.ts';
import type { VersionedEndpoint, Versions } from './versions.ts';

/** What a {@link Service} is made of. */
export interface ServiceParts {
  readonly session: Session;
  readonly versions: Versions;
  readonly region: string | undefined;
  readonly interface: string;
}

const MOST_REDIRECTS = 3;

/** The client of one service: finds its endpoint, lets itself in, speaks JSON, and turns refusals into CloudErrors. */
export class Service implements ServiceClient {
  readonly type: string;
  readonly #parts: ServiceParts;

  constructor(type: string, parts: ServiceParts) {
    this.type = type;
    this.#parts = parts;
  }

  async endpoint(): Promise<string> {
    return (await this.#endpoint(await this.#parts.session.grant())).url;
  }

  async maxMicroversion(): Promise<string | undefined> {
    const { session, versions } = this.#parts;
    return versions.maxMicroversion(this.type, await this.#endpoint(await session.grant()), session.owner);
  }

  get(path: string, options?: RequestOptions): Promise<Value> {
    return this.#json('GET', path, undefined, options);
  }

  post(path: string, body?: Value, options?: RequestOptions): Promise<Value> {
    return this.#json('POST', path, body, options);
  }

  put(path: string, body?: Value, options?: RequestOptions): Promise<Value> {
    return this.#json('PUT', path, body, options);
  }

  patch(path: string, body?: Value, options?: RequestOptions): Promise<Value> {
    return this.#json('PATCH', path, body, options);
  }

  delete(path: string, options?: RequestOptions): Promise<Value> {
    return this.#json('DELETE', path, undefined, options);
  }

  async raw(
    method: string,
    path: string,
    body: string | Uint8Array | undefined,
    options: RequestOptions = {},
  ): Promise<WireResponse> {
    if (!leadsDown(path)) throw this.#error('BadRequest', `The path ${path} cannot be requested`, method);
    const { session } = this.#parts;
    const grant = await session.grant(options.signal);
    let used = grant;
    let exchange = await this.#send(used, method, path, body, options);
    if (grant.token !== undefined && refusesToken(this.type, path, exchange.answer)) {
      used = await session.renew(grant, options.signal);
      exchange = await this.#send(used, method, path, body, options);
    }
    const { answer, request, treatment } = exchange;
    if (answer.status <= 300 || answer.status === 304) return answer;
    throw discreet(session.link.errorOf(answer, request, treatment), Object.values(used.headers()));
  }

  async #json(method: string, path: string, body: Value | undefined, options: RequestOptions = {}): Promise<Value> {
    const headers = {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...options.headers,
    };
    const text = body === undefined ? undefined : writeJson(body);
    const answer = await this.raw(method, path, text, { ...options, headers });
    return this.#parse(answer, method);
  }

  #parse(answer: WireResponse, method: string): Value {
    if (answer.body.length === 0) return null;
    if (!(answer.headers['content-type'] ?? 'application/json').includes('json')) {
      return new TextDecoder().decode(answer.body);
    }
    try {
      return readAnswer(answer.body);
    } catch {
      throw this.#error('UnexpectedAnswer', 'The service did not answer with JSON', method, answer.status);
    }
  }

  async #send(
    grant: Grant,
    method: string,
    path: string,
    body: string | Uint8Array | undefined,
    options: RequestOptions,
  ): Promise<Exchange> {
    const { session } = this.#parts;
    const endpoint = await this.#endpoint(grant);
    const headers = {
      'user-agent': 'isotherm',
      ...lowerCase(options.headers),
      ...(options.microversion !== undefined && microversionHeaders(this.type, options.microversion)),
      ...grant.headers(),
    };
    const treatment: Treatment = {
      service: this.type,
      owner: session.owner,
      repeatable: options.repeatable ?? method !== 'POST',
      retryConflict: options.retryConflict,
    };
    let request: WireRequest = {
      method,
      url: withQuery(endpoint.url + path, options.query),
      headers,
      ...(body !== undefined && { body }),
      ...(options.signal !== undefined && { signal: options.signal }),
    };
    for (let redirects = 0; ; redirects++) {
      if (!session.allows(grant, request.url)) {
        throw this.#error('EgressRefused', 'A token is only sent to the cloud that issued it', method);
      }
      const answer = await session.link.send(request, treatment);
      const next = redirects < MOST_REDIRECTS ? sameOrigin(request, answer) : undefined;
      if (next === undefined) return { answer, request, treatment };
      request = { ...request, url: next };
    }
  }

  async #endpoint(grant: Grant): Promise<VersionedEndpoint> {
    const { region, session, versions } = this.#parts;
    const url = grant.catalog.find(this.type, { region, interface: this.#parts.interface });
    if (url !== undefined && URL.canParse(url)) {
      return versions.endpoint(this.type, url, grant.identity.projectId, session.owner);
    }
    const where = region === undefined ? '' : ` in ${region} region`;
    throw this.#error(
      'EndpointNotFound',
      `${this.#parts.interface} endpoint for ${this.type} service${where} not found`,
    );
  }

  #error(code: CloudErrorCode, message: string, method?: string, status?: number): CloudError {
    return new CloudError(message, {
      cloud: this.#parts.session.link.cloud.name,
      service: this.type,
      code,
      method,
      status,
    });
  }
}

interface Exchange {
  readonly answer: WireResponse;
  readonly request: WireRequest;
  readonly treatment: Treatment;
}

/**
 * True where the service takes the token no more. Keystone itself answers 404 where the application credential that a token came from
 * is gone (keystone/models/token_model.py looks it up); others ask Keystone about the token, and answer 401.
 */
function refusesToken(type: string, path: string, { status, body }: WireResponse): boolean {
  if (status === 401) return true;
  if (status !== 404 || type !== 'identity' || path.includes('/application_credentials')) return false;
  return new TextDecoder().decode(body).includes('Could not find Application Credential');
}

function lowerCase(headers: Readonly<Record<string, string>> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}

// Where a redirect leads, if a request with a token in it may follow: reading only, and to the very same origin.
function sameOrigin(request: WireRequest, answer: WireResponse): string | undefined {
  const location = answer.headers['location'];
  const moved = [301, 302, 303, 307, 308].includes(answer.status);
  if (!moved || location === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return undefined;
  if (!URL.canParse(location, request.url)) return undefined;
  const target = new URL(location, request.url);
  return target.origin === new URL(request.url).origin ? target.href : undefined;
}
