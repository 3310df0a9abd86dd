import { CloudError, type CloudErrorCode } from '../../clouds/errors.ts';
import { OrchestrationError } from '../../orchestration/types.ts';
import { ResourceError } from '../../resources/contract.ts';
import { ResolveError, TemplateError, type Problem } from '../../template/index.ts';
import { FAULTS, STATUS_TEXTS } from './catalogue.ts';

/** A refusal that the API itself decides. Without a message it is the explanation of the status. */
export class ApiFault extends Error {
  override readonly name = 'ApiFault';
  /** A class of the catalogue. */
  readonly type: string;
  readonly problems: readonly Problem[];
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    type: string,
    message?: string,
    more: { problems?: readonly Problem[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message ?? STATUS_TEXTS[statusOf(type) ?? 500]!.explanation);
    this.type = type;
    this.problems = more.problems ?? [];
    this.headers = more.headers ?? {};
  }
}

/** The request is wrong in a way that Heat answers with a plain 400; without a message it is called malformed. */
export function badRequest(message?: string): ApiFault {
  return new ApiFault('HTTPBadRequest', message);
}

/** A failure as the API answers it. */
export interface Fault {
  readonly status: number;
  readonly type: string;
  readonly message: string;
  readonly problems: readonly Problem[];
  readonly headers: Readonly<Record<string, string>>;
  /** True where nobody foresaw it: it is logged, and the caller is told nothing but the request id. */
  readonly unexpected: boolean;
}

const STATUSES: ReadonlyMap<string, number> = new Map(FAULTS.map((fault) => [fault.type, fault.status]));

/** The status of a class in the catalogue. */
export function statusOf(type: string): number | undefined {
  return STATUSES.get(type);
}

const OF_CLOUD: Readonly<Record<CloudErrorCode, string>> = {
  BadRequest: 'BadRequest',
  Unauthorized: 'AuthorizationFailure',
  LoginFailed: 'AuthorizationFailure',
  BadCredential: 'AuthorizationFailure',
  Forbidden: 'Forbidden',
  NotFound: 'NotFound',
  Conflict: 'Conflict',
  OverLimit: 'OverLimit',
  EgressRefused: 'EgressRuleNotAllowed',
  EndpointNotFound: 'ResourceTypeUnavailable',
  ServerError: 'ClientNotAvailable',
  UnexpectedAnswer: 'ClientNotAvailable',
  Unreachable: 'ClientNotAvailable',
  TimedOut: 'ClientNotAvailable',
  Untrusted: 'ClientNotAvailable',
};

/** Turns whatever was thrown while a request was served into the answer for it. */
export function toFault(error: unknown, requestId: string): Fault {
  if (error instanceof ApiFault) {
    return expected(error.type, error.message, error.problems, error.headers);
  }
  if (error instanceof OrchestrationError || error instanceof TemplateError) {
    return expected(error.type, error.message, error.problems);
  }
  if (error instanceof ResourceError) return expected(error.type, error.message);
  if (error instanceof ResolveError) {
    return expected(STATUSES.has(error.type) ? error.type : 'StackValidationFailed', error.message);
  }
  if (error instanceof CloudError) return expected(OF_CLOUD[error.code], error.describe());
  return {
    status: 500,
    type: 'HTTPInternalServerError',
    message: `The request failed unexpectedly; the operator finds the cause under request id ${requestId}.`,
    problems: [],
    headers: {},
    unexpected: true,
  };
}

function expected(
  type: string,
  message: string,
  problems: readonly Problem[] = [],
  headers: Readonly<Record<string, string>> = {},
): Fault {
  // A class without an entry was still thrown as a user's mistake.
  return { status: statusOf(type) ?? 400, type, message, problems, headers, unexpected: false };
}

/** The body of a fault in Heat's shape; what a template was refused for stands beside the message. */
export function faultBody(fault: Fault): unknown {
  const { title, explanation } = STATUS_TEXTS[fault.status] ?? STATUS_TEXTS[500]!;
  const error = { type: fault.type, traceback: null, message: fault.message };
  return {
    code: fault.status,
    title,
    explanation,
    error: fault.problems.length === 0 ? error : { ...error, problems: fault.problems.map(problemBody) },
  };
}

/** What is wrong with a template, as answers list it. */
export function problemBody(problem: Problem): unknown {
  const { severity, type, message, path, file, line, column, expected, suggestion } = problem;
  return { severity, type, message, path, file, line, column, expected, suggestion };
}
