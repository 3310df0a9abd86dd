import type { ValueMap } from '../../expressions/values.ts';
import type { Requester } from '../../orchestration/types.ts';
import { badRequest } from '../faults/fault.ts';
import type { Query } from './query.ts';

/** One request to the API, authenticated, as the handlers see it. */
export interface Call {
  readonly who: Requester;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  /** The JSON object of the body, or undefined where there is none. */
  readonly body: ValueMap | undefined;
  /** The URL that links start with, up to and without the project: `http://host/orchestration/v1`. */
  readonly base: string;
  /** The URL of the request without its query. */
  readonly url: string;
}

/** What a handler answers. Without a body the answer is empty. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** 200 with a JSON body. */
export function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** A path parameter that the route declares. */
export function param(call: Call, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`the route has no parameter ${name}`);
  return value;
}

/** The body of a request that needs one. Throws HTTPBadRequest where there is none. */
export function requireBody(call: Call): ValueMap {
  if (call.body === undefined) throw badRequest();
  return call.body;
}
