import type { Clock, Random } from '../expressions/ports.ts';
import type { Budget } from './budget.ts';
import type { Guard } from './egress.ts';
import { codeOfStatus, errorText } from './error-text.ts';
import {
  CloudError,
  TransportError,
  type CloudErrorCode,
  type CloudErrorContext,
  type TransportFailure,
} from './errors.ts';
import type { CloudLog } from './log.ts';
import { retryDelay, type RetryLimits } from './retry.ts';
import type { Cloud, Transport, WireRequest, WireResponse } from './types.ts';

/** Bounds on one request. */
export interface RequestLimits extends RetryLimits {
  /** One request, from being sent to the last byte of its answer, in milliseconds. */
  readonly timeoutMs: number;
}

/** What a {@link Link} is made of. */
export interface LinkParts {
  readonly cloud: Cloud;
  /** Makes the transport when it is first needed, and again after {@link Link.close}. */
  readonly transport: () => Transport;
  readonly budget: Budget;
  readonly guard: Guard;
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: RequestLimits;
  readonly log?: CloudLog | undefined;
}

/** How one request is to be treated. */
export interface Treatment {
  /** Catalog type of the service, for errors and logs. */
  readonly service: string;
  /** Whose turn it takes in the cloud's budget. */
  readonly owner: string;
  readonly repeatable: boolean;
  readonly retryConflict?: boolean | undefined;
}

const CODES: Readonly<Record<TransportFailure, CloudErrorCode>> = {
  unreachable: 'Unreachable',
  lost: 'Unreachable',
  timeout: 'TimedOut',
  untrusted: 'Untrusted',
  'too-large': 'UnexpectedAnswer',
  refused: 'EgressRefused',
};

/** A service that hangs is not asked as often as one that answers: each try costs the whole timeout. */
const MOST_TIMEOUTS = 2;

/** The way to one cloud: guard, budget, timeout and retries around its transport. Knows nothing of tokens. */
export class Link {
  readonly #parts: LinkParts;
  #transport: Transport | undefined;
  #active = 0;

  constructor(parts: LinkParts) {
    this.#parts = parts;
  }

  get cloud(): Cloud {
    return this.#parts.cloud;
  }

  /** True while no request is under way. */
  get idle(): boolean {
    return this.#active === 0;
  }

  /**
   * Sends a request, again where that may help, and gives the answer whatever its status is. Rejects with a {@link CloudError} when
   * no answer came, and with the reason of the request's signal when that aborts.
   */
  async send(request: WireRequest, treatment: Treatment): Promise<WireResponse> {
    const { clock, limits, random } = this.#parts;
    this.#active++;
    try {
      for (let sent = 1; ; sent++) {
        const outcome = await this.#attempt(request, treatment, sent);
        const answer = outcome instanceof TransportError ? undefined : outcome;
        const delay =
          outcome instanceof TransportError && !mayPass(outcome, sent)
            ? undefined
            : retryDelay(
                {
                  sent,
                  ...(answer && { status: answer.status, retryAfter: answer.headers['retry-after'] }),
                  neverLeft: outcome instanceof TransportError && outcome.failure === 'unreachable',
                  repeatable: treatment.repeatable,
                  retryConflict: treatment.retryConflict === true,
                },
                limits,
                random,
                clock.now(),
              );
        if (delay === undefined) {
          if (answer !== undefined) return answer;
          throw this.#failed(outcome as TransportError, request, treatment);
        }
        await clock.sleep(delay, request.signal);
      }
    } finally {
      this.#active--;
    }
  }

  /** The error that an answer with status 400 or more is. */
  errorOf(answer: WireResponse, request: WireRequest, treatment: Treatment): CloudError {
    const text = errorText(answer.body);
    return new CloudError(text ?? `The service answered with status ${answer.status} and no reason`, {
      ...this.#context(request, treatment),
      code: codeOfStatus(answer.status, text ?? ''),
      status: answer.status,
      requestId: requestId(answer),
    });
  }

  /** The error for an answer that is not what the protocol promises. */
  unexpected(
    message: string,
    answer: WireResponse | undefined,
    request: WireRequest,
    treatment: Treatment,
  ): CloudError {
    return new CloudError(message, {
      ...this.#context(request, treatment),
      code: 'UnexpectedAnswer',
      status: answer?.status,
      requestId: answer && requestId(answer),
    });
  }

  /** Closes the connections; the next request opens new ones. */
  async close(): Promise<void> {
    const transport = this.#transport;
    this.#transport = undefined;
    await transport?.close();
  }

  async #attempt(request: WireRequest, treatment: Treatment, sent: number): Promise<WireResponse | TransportError> {
    const { budget, clock, guard, log } = this.#parts;
    const begun = clock.now();
    let outcome: WireResponse | TransportError;
    try {
      await guard.check(request.url);
      outcome = await budget.run(treatment.owner, () => this.#exchange(request), request.signal);
    } catch (error) {
      request.signal?.throwIfAborted();
      if (!(error instanceof TransportError)) throw error;
      outcome = error;
    }
    log?.({
      cloud: this.cloud.name,
      service: treatment.service,
      method: request.method,
      path: pathOf(request.url),
      sent,
      ms: clock.now() - begun,
      ...(outcome instanceof TransportError
        ? { failure: outcome.failure }
        : { status: outcome.status, requestId: requestId(outcome) }),
    });
    return outcome;
  }

  async #exchange(request: WireRequest): Promise<WireResponse> {
    this.#transport ??= this.#parts.transport();
    const { clock, limits } = this.#parts;
    const over = new AbortController();
    const done = new AbortController();
    const given = request.signal === undefined ? [] : [request.signal];
    const late = clock.sleep(limits.timeoutMs, AbortSignal.any([done.signal, ...given])).then(() => {
      throw new TransportError('timeout', `No complete answer within ${limits.timeoutMs / 1000} s`);
    });
    try {
      const signal = AbortSignal.any([over.signal, ...given]);
      return await Promise.race([this.#transport.send({ ...request, signal }), late]);
    } catch (error) {
      over.abort(error);
      throw error;
    } finally {
      done.abort();
    }
  }

  #failed(error: TransportError, request: WireRequest, treatment: Treatment): CloudError {
    return new CloudError(explain(error, this.cloud, request.url), {
      ...this.#context(request, treatment),
      code: CODES[error.failure],
      cause: error,
    });
  }

  #context(request: WireRequest, treatment: Treatment): Omit<CloudErrorContext, 'code'> {
    return { cloud: this.cloud.name, service: treatment.service, method: request.method, path: pathOf(request.url) };
  }
}

function mayPass({ failure }: TransportError, sent: number): boolean {
  return failure === 'unreachable' || failure === 'lost' || (failure === 'timeout' && sent < MOST_TIMEOUTS);
}

// What went wrong below HTTP stays in the cause: told to a tenant, "refused" against "timed out" would map the network for them.
function explain({ failure, message }: TransportError, cloud: Cloud, url: string): string {
  const where = `${URL.canParse(url) ? new URL(url).origin : 'the service'} of cloud ${cloud.name}`;
  if (failure === 'unreachable' || failure === 'lost') return `Unable to establish connection to ${where}`;
  if (failure === 'timeout') return `Request to ${where} timed out`;
  if (failure === 'untrusted') return `The certificate of ${where} could not be verified`;
  return message;
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : '';
}

/** The id that a service gave the request, to be found in its logs. What cannot be one is left out of errors and logs. */
export function requestId(answer: WireResponse): string | undefined {
  const id = answer.headers['x-openstack-request-id'] ?? answer.headers['x-compute-request-id'];
  return id !== undefined && /^[\w.:-]{1,100}$/.test(id) ? id : undefined;
}
