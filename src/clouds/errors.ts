/**
 * What kind of failure a {@link CloudError} is. The first eight follow the HTTP status that the service answered; the others
 * happen before or instead of an answer.
 */
export type CloudErrorCode =
  | 'BadRequest'
  | 'Unauthorized'
  | 'Forbidden'
  | 'NotFound'
  | 'Conflict'
  | 'OverLimit'
  | 'ServerError'
  | 'UnexpectedAnswer'
  | 'Unreachable'
  | 'TimedOut'
  | 'Untrusted'
  | 'EgressRefused'
  | 'LoginFailed'
  | 'BadCredential'
  | 'EndpointNotFound';

/** What is known about a failure besides its text. */
export interface CloudErrorContext {
  /** Name of the cloud. */
  readonly cloud: string;
  readonly code: CloudErrorCode;
  /** Catalog type of the service, such as `compute`. */
  readonly service?: string | undefined;
  readonly method?: string | undefined;
  /** Path of the request, without its query. */
  readonly path?: string | undefined;
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  /** For logs only: may tell more about the network than a user should learn. */
  readonly cause?: unknown;
}

/** A request to a cloud failed. `message` is what the service wrote, or what happened instead; it never holds a secret. */
export class CloudError extends Error {
  override readonly name = 'CloudError';
  readonly cloud: string;
  readonly code: CloudErrorCode;
  readonly service: string | undefined;
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly status: number | undefined;
  readonly requestId: string | undefined;

  constructor(message: string, context: CloudErrorContext) {
    super(message, context.cause === undefined ? undefined : { cause: context.cause });
    this.cloud = context.cloud;
    this.code = context.code;
    this.service = context.service;
    this.method = context.method;
    this.path = context.path;
    this.status = context.status;
    this.requestId = context.requestId;
  }

  /** One line with everything: `cloud west, compute GET /servers/x: Instance x could not be found. (HTTP 404) (Request-ID: req-…)`. */
  describe(): string {
    const request = [this.service, this.method, this.path].filter((part) => part !== undefined).join(' ');
    const status = this.status === undefined ? '' : ` (HTTP ${this.status})`;
    const requestId = this.requestId === undefined ? '' : ` (Request-ID: ${this.requestId})`;
    return `cloud ${this.cloud}${request === '' ? '' : `, ${request}`}: ${this.message}${status}${requestId}`;
  }
}

/**
 * Why no answer came: `unreachable` the request never left (no such host, connection refused), `lost` the connection broke after
 * it may have been sent, `timeout`, `untrusted` the certificate was not accepted, `too-large` the answer passed the size bound,
 * `refused` the egress guard did not let it out.
 */
export type TransportFailure = 'unreachable' | 'lost' | 'timeout' | 'untrusted' | 'too-large' | 'refused';

/** A {@link Transport} got no answer. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly failure: TransportFailure;

  constructor(failure: TransportFailure, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.failure = failure;
  }
}

/** True for any {@link CloudError}, or one with this code. */
export function isCloudError(error: unknown, code?: CloudErrorCode): error is CloudError {
  return error instanceof CloudError && (code === undefined || error.code === code);
}

/** The service says that it does not exist (HTTP 404 or 410). */
export const isNotFound = (error: unknown): error is CloudError => isCloudError(error, 'NotFound');

/** The service says that it is in use or in the wrong state (HTTP 409). */
export const isConflict = (error: unknown): error is CloudError => isCloudError(error, 'Conflict');

/** A quota or rate limit is used up. */
export const isOverLimit = (error: unknown): error is CloudError => isCloudError(error, 'OverLimit');

/** The credential is not allowed to do this (HTTP 403). */
export const isForbidden = (error: unknown): error is CloudError => isCloudError(error, 'Forbidden');

/** The cloud takes the credential, or its token, no more. */
export const isRefusedLogin = (error: unknown): error is CloudError =>
  isCloudError(error, 'LoginFailed') || isCloudError(error, 'Unauthorized');

const PASSING: ReadonlySet<CloudErrorCode> = new Set(['ServerError', 'UnexpectedAnswer', 'Unreachable', 'TimedOut']);

/** The same request may well succeed later: the cloud or the way to it is at fault, not the request. */
export const isPassing = (error: unknown): error is CloudError =>
  isCloudError(error) && (PASSING.has(error.code) || error.status === 429);
