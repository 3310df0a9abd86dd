import type { Answer, Call } from './call.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One route of an API. Its path follows `/{version}/{project}` and is in fastify's words: `:name`, `*`, `::` for a colon. */
export interface Route {
  readonly method: Method;
  readonly path: string;
  /** The policy rule that the caller must pass, or how to tell it from the request. */
  readonly rule: string | ((call: Call) => string);
  readonly handle: (call: Call) => Answer | Promise<Answer>;
}

/** Tells which methods a URL's path has, for answers to those that it has not. */
export function methodsOf(routes: readonly Route[]): (path: string) => Method[] {
  const patterns = routes.map(({ method, path }) => ({ method, regex: patternRegex(path) }));
  return (path) => [...new Set(patterns.filter(({ regex }) => regex.test(path)).map(({ method }) => method))];
}

const TOKENS = /::|:\w+|\*|[^:*]+/g;

function patternRegex(pattern: string): RegExp {
  const pieces = (pattern.match(TOKENS) ?? []).map((token) => {
    if (token === '::') return ':';
    if (token === '*') return '.*';
    return token.startsWith(':') ? '[^/]+' : token.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
  });
  return new RegExp(`^${pieces.join('')}$`);
}
