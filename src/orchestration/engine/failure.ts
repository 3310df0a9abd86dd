import { CloudError } from '../../clouds/errors.ts';
import { ResourceError } from '../../resources/contract.ts';

/** Why something failed: Heat's class for it, where in the stack, and what happened. */
export interface Failure {
  readonly type: string;
  /** `resources.group.resources[0]`; empty for the stack as a whole. */
  readonly path: string;
  readonly message: string;
}

/** A resource's or stack's place in a path, as Heat writes it. */
export function resourcePath(name: string): string {
  return /^\d+$/.test(name) ? `resources[${name}]` : `resources.${name}`;
}

/** An error met while working on a resource, in words for its owner. */
export function failureOf(error: unknown, resourceName: string): Failure {
  if (error instanceof NestedFailure) {
    const { type, path, message } = error.failure;
    return { type, path: path === '' ? resourcePath(resourceName) : `${resourcePath(resourceName)}.${path}`, message };
  }
  return { type: typeOf(error), path: resourcePath(resourceName), message: messageOf(error) };
}

/** `NotFound: resources.server: No flavor …` */
export function reasonOf({ type, path, message }: Failure): string {
  return `${type}: ${path === '' ? '' : `${path}: `}${message}`;
}

/** The failure of a nested stack's operation, on its way up. */
export class NestedFailure extends Error {
  override readonly name = 'NestedFailure';
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** Reads back what {@link reasonOf} wrote, with or without `Resource CREATE failed: ` before it. */
export function parseReason(reason: string): Failure {
  const match = /^(?:Resource \w+ failed: )?(\w+): (?:(resources[.[][^:]*): )?([^]*)$/.exec(reason);
  return match === null
    ? { type: 'Error', path: '', message: reason }
    : { type: match[1]!, path: match[2] ?? '', message: match[3]! };
}

/** The work was given up: the operation ran out of time, or another took over. */
export class Aborted extends Error {
  override readonly name = 'Aborted';
}

function typeOf(error: unknown): string {
  if (error instanceof ResourceError) return error.type;
  if (error instanceof CloudError) return error.code;
  return error instanceof Error ? error.name : 'Error';
}

function messageOf(error: unknown): string {
  if (error instanceof CloudError) {
    const status = error.status === undefined ? '' : ` (HTTP ${error.status})`;
    const request = error.requestId === undefined ? '' : ` (Request-ID: ${error.requestId})`;
    return `${error.message}${status}${request} (cloud ${error.cloud})`;
  }
  return error instanceof Error ? error.message : String(error);
}

/** A failure that is already written down; carries it past the step that noticed. */
export class Reported extends Error {
  override readonly name = 'Reported';
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}
