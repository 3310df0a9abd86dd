import type { Clock, Random } from '../../expressions/ports.ts';
import type { Authenticate } from './caller.ts';
import { Call } from './call.ts';
import { answerControl } from './control.ts';
import { Fault } from './fault.ts';
import { Faults, type Effect } from './faults.ts';
import {
  ConnectionLost,
  lowerCaseNames,
  toBytes,
  type Answer,
  type SandboxRequest,
  type SandboxResponse,
} from './http.ts';
import type { Kernel } from './kernel.ts';
import type { Service } from './service.ts';
import { State } from './state.ts';
import type { StateFile } from './statefile.ts';
import { Traffic } from './traffic.ts';

export interface SandboxOptions {
  /** How people call the cloud. */
  readonly name: string;
  /** Default `RegionOne`. */
  readonly region?: string;
  /** Address of the cloud: `http://127.0.0.1:7401`. Links and catalog are built on it. */
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Where the cloud remembers; without it, it forgets with the object. */
  readonly state?: StateFile;
  /** Slows every answer by this many milliseconds. */
  readonly latencyMs?: number;
  /** How long the building of a server takes, in milliseconds. Default 500; 0 makes everything ready at once. */
  readonly buildMs?: number;
}

interface Who {
  readonly authenticate: Authenticate;
  /** Makes every token given out so far void. */
  readonly revokeAll: () => void;
  readonly identityUrl: string;
}

/** A whole OpenStack cloud in the process: requests in, answers out. Time and chance come only through its ports. */
export class Sandbox implements Kernel {
  readonly name: string;
  readonly region: string;
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly state: State;
  readonly buildMs: number;
  readonly faults: Faults;
  readonly traffic = new Traffic();
  readonly #file: StateFile | undefined;
  readonly #services: Service[] = [];
  readonly #closed = new AbortController();
  #latencyMs: number;
  #who: Who | undefined;

  constructor(options: SandboxOptions) {
    this.name = options.name;
    this.region = options.region ?? 'RegionOne';
    this.baseUrl = options.baseUrl.replace(/\/+$/, '');
    this.clock = options.clock;
    this.random = options.random;
    this.buildMs = options.buildMs ?? 500;
    this.#latencyMs = options.latencyMs ?? 0;
    this.#file = options.state;
    this.state = new State(options.state);
    this.faults = new Faults(options.random);
  }

  /** Adds a service. */
  mount(service: Service): void {
    this.#services.push(service);
  }

  /** Says who checks tokens. */
  guard(who: Who): void {
    this.#who = who;
  }

  /** Slows every answer by `ms` milliseconds from now on. */
  set latencyMs(ms: number) {
    this.#latencyMs = ms;
  }

  /**
   * Answers one request. Whatever an answer says has happened is in the state file by then. Rejects with
   * {@link ConnectionLost} where a fault on order drops the connection, and with the signal's reason when that aborts.
   */
  async handle(request: SandboxRequest): Promise<SandboxResponse> {
    if (this.#closed.signal.aborted) throw new ConnectionLost(false);
    const url = new URL(request.url, this.baseUrl);
    const headers = lowerCaseNames(request.headers);
    const bytes = toBytes(request.body);
    const method = request.method.toUpperCase();
    const requestId = `req-${this.random.uuid()}`;
    const path = url.pathname.replace(/\/{2,}/g, '/');
    if (path.startsWith('/_sandbox/'))
      return write(answerControl(this, method, path, bytes, headers), requestId, method);
    const service = this.#services.find(({ options: { mount } }) => path === mount || path.startsWith(`${mount}/`));
    if (service === undefined) return write({ status: 404, headers: PLAIN, body: 'Not Found\n' }, requestId, method);

    const effects = this.faults.take({ service: service.options.name, method, path });
    await this.#before(effects, request.signal);
    const refusal = refuse(service, effects);
    const parts = {
      method,
      path: path.slice(service.options.mount.length) || '/',
      query: url.searchParams,
      headers,
      bytes,
    };
    const answer = refusal ?? this.#answer(service, { ...parts, requestId });
    await this.state.flush();
    if (effects.some((effect) => effect.loseAnswer)) throw new ConnectionLost(true);
    return write(
      answer,
      requestId,
      method,
      effects.some((effect) => effect.body === 'endless'),
    );
  }

  /** Ends every wait and refuses what comes later. */
  close(): void {
    if (this.#closed.signal.aborted) return;
    this.#closed.abort(new ConnectionLost(false));
    this.#file?.close();
  }

  async #before(effects: readonly Effect[], signal: AbortSignal | undefined): Promise<void> {
    const ended = signal ? AbortSignal.any([signal, this.#closed.signal]) : this.#closed.signal;
    const latency = effects.reduce((sum, effect) => sum + (effect.latencyMs ?? 0), this.#latencyMs);
    if (latency > 0) await this.clock.sleep(latency, ended);
    if (effects.some((effect) => effect.hang)) await aborted(ended);
    if (effects.some((effect) => effect.loseRequest)) throw new ConnectionLost(false);
    if (effects.some((effect) => effect.expireTokens)) this.#who?.revokeAll();
  }

  #answer(service: Service, request: Incoming): Answer {
    const found = service.find(request.method, request.path);
    const token = request.headers['x-auth-token'];
    const caller = token === undefined ? undefined : this.#who?.authenticate(token);
    const serviceUrl = this.baseUrl + service.options.mount;
    const call = new Call({ ...request, params: 'params' in found ? found.params : {}, serviceUrl, caller });
    const answer = this.#respond(service, found, call, caller !== undefined);
    const own = service.options.headers?.(call);
    return own === undefined ? answer : { ...answer, headers: { ...own, ...answer.headers } };
  }

  #respond(service: Service, found: ReturnType<Service['find']>, call: Call, known: boolean): Answer {
    this.traffic.count(service.options.name, call.method, 'pattern' in found ? found.pattern : '(none)');
    if (!known && !('target' in found && !found.target.auth)) return service.unauthorized(this.#who?.identityUrl ?? '');
    if (!('target' in found)) return service.noRoute(call, found.methods);
    try {
      return this.state.transaction(() => found.target.handler(call));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const answer = service.options.fault(error);
      return { ...answer, headers: { ...answer.headers, ...error.headers } };
    }
  }
}

interface Incoming {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  readonly requestId: string;
}

const PLAIN = { 'content-type': 'text/plain' };

function refuse(service: Service, effects: readonly Effect[]): Answer | undefined {
  for (const { status, message, body, retryAfter, quota } of effects) {
    const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
    if (quota !== undefined) {
      const fault = service.options.overQuota?.(quota) ?? new Fault(403, `Quota exceeded for ${quota}`);
      return service.options.fault(fault);
    }
    if (status === undefined) continue;
    if (body !== undefined) return { status, headers, body };
    const answer = service.options.fault(new Fault(status, message ?? 'A fault was ordered.'));
    return { ...answer, headers: { ...answer.headers, ...headers } };
  }
  return undefined;
}

function write(answer: Answer, requestId: string, method: string, endless = false): SandboxResponse {
  const headers: Record<string, string> = {
    'x-openstack-request-id': requestId,
    ...lowerCaseNames(answer.headers ?? {}),
  };
  const raw = typeof answer.body === 'string' || answer.body instanceof Uint8Array;
  const text = raw || answer.body === undefined ? undefined : JSON.stringify(answer.body);
  if (answer.body !== undefined) headers['content-type'] ??= raw ? 'text/html; charset=UTF-8' : 'application/json';
  const body = toBytes(raw ? (answer.body as string | Uint8Array) : text);
  if (!endless) headers['content-length'] ??= String(body.length);
  return {
    status: answer.status,
    headers,
    body: method === 'HEAD' ? new Uint8Array(0) : body,
    ...(endless && { endless }),
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = (): void => reject(signal.reason instanceof Error ? signal.reason : new ConnectionLost(false));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
