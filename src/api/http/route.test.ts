import { describe, expect, it } from 'vitest';
import { methodsOf, type Route } from './route.ts';

const route = (method: Route['method'], path: string): Route => ({
  method,
  path,
  rule: 'r',
  handle: () => ({ status: 200 }),
});
const methods = methodsOf([
  route('GET', '/stacks'),
  route('POST', '/stacks'),
  route('GET', '/stacks/:name'),
  route('PUT', '/stacks/arn::*'),
  route('PUT', '/a.b'),
]);

describe('methodsOf', () => {
  it.each([
    ['/stacks', ['GET', 'POST']],
    ['/stacks/', []],
    ['/stacks/x', ['GET']],
    ['/stacks/x/y', []],
    ['/stacks/arn:a/b', ['PUT']],
    ['/aXb', []],
  ])('%s has %j', (path, expected) => expect(methods(path)).toEqual(expected));
});
