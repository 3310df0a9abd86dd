import { urlencode } from '../../expressions/python/urllib.ts';
import { param, type Answer, type Call } from '../http/call.ts';
import type { Method, Route } from '../http/route.ts';
import { splitArn, stackUrl } from './identity.ts';
import type { Parts } from './parts.ts';

const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const PARTS_TO_GET = ['resources', 'events', 'template', 'actions', 'environment', 'files'];
const PARTS_TO_POST = ['resources', 'events', 'template', 'actions'];

/** Sends callers who name a stack by its name, its id alone or its ARN to its full URL; the query goes along. */
export function lookupRoutes({ orchestration }: Parts): Route[] {
  async function redirect(call: Call, name: string, part: string): Promise<Answer> {
    const stack = await orchestration.lookup(call.who, name);
    const pairs = call.query.pairs();
    const query = pairs.length === 0 ? '' : `?${urlencode(pairs)}`;
    return { status: 302, headers: { location: `${stackUrl(call.base, stack)}${part}${query}` } };
  }
  const route = (method: Method, path: string, handle: Route['handle']): Route => ({
    method,
    path,
    rule: 'stacks:lookup',
    handle,
  });
  const part = (method: Method, name: string): Route =>
    route(method, `/stacks/:stack_name/${name}`, (call) => redirect(call, param(call, 'stack_name'), `/${name}`));

  return [
    ...METHODS.map((method) =>
      route(method, '/stacks/:stack_name', (call) => {
        const [stack, rest] = splitArn(param(call, 'stack_name'));
        return redirect(call, stack, rest);
      }),
    ),
    // An ARN holds slashes, so that it is no single piece of the path unless they are escaped.
    ...METHODS.map((method) =>
      route(method, '/stacks/arn::*', (call) => {
        const [stack, rest] = splitArn(`arn:${param(call, '*')}`);
        return redirect(call, stack, rest);
      }),
    ),
    ...PARTS_TO_GET.map((name) => part('GET', name)),
    ...PARTS_TO_POST.map((name) => part('POST', name)),
  ];
}
