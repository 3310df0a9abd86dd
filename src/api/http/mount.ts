import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { writeJson } from '../../expressions/json.ts';
import type { ValueMap } from '../../expressions/values.ts';
import type { Requester } from '../../orchestration/types.ts';
import type { Auth } from '../auth/token-auth.ts';
import { ApiFault } from '../faults/fault.ts';
import type { Policy } from '../policy/policy.ts';
import type { Answer, Call } from './call.ts';
import { enforce } from './enforce.ts';
import { Query } from './query.ts';
import { methodsOf, type Route } from './route.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, once the token was checked. */
    requester: Requester | null;
  }
}

export interface Mounting {
  readonly auth: Auth;
  readonly policy: Policy;
  /** Path of the API and the version in it, such as `/orchestration/v1`. */
  readonly path: string;
  /** The URL that links start with in place of that of the request, up to and with the version. */
  readonly publicUrl: string | undefined;
}

/**
 * Serves routes below `{path}/{project}`: each call is authenticated and passes its route's policy rule. Other methods of known
 * URLs answer 405, `OPTIONS` with what there is.
 */
export function mountRoutes(app: FastifyInstance, routes: readonly Route[], mounting: Mounting): void {
  const { auth, policy, path } = mounting;
  const methods = methodsOf(routes);
  void app.register(
    (scope, _options, done) => {
      scope.addHook('onRequest', (request, _reply, next) => authenticate(auth, request, next));
      for (const route of routes) {
        scope.route({
          method: route.method,
          url: `/:project_id${route.path}`,
          exposeHeadRoute: false,
          handler(request, reply) {
            const call = callOf(request, mounting);
            // The router takes `/stacks/` for a stack without a name.
            if (Object.values(call.params).includes('')) throw new ApiFault('HTTPNotFound');
            enforce(route, call, call.params['project_id']!, auth, policy);
            const answer = route.handle(call);
            return answer instanceof Promise ? answer.then((later) => send(reply, later)) : send(reply, answer);
          },
        });
      }
      scope.setNotFoundHandler((request, reply) => {
        const [, inProject] = /^\/[^/]+(\/.*)$/.exec(pathOf(request).slice(path.length)) ?? [];
        const allowed = inProject === undefined ? [] : methods(inProject);
        if (allowed.length === 0) throw new ApiFault('HTTPNotFound');
        const headers = { allow: allowed.join(',') };
        if (request.method !== 'OPTIONS') throw new ApiFault('HTTPMethodNotAllowed', undefined, { headers });
        return send(reply, { status: 204, headers });
      });
      done();
    },
    { prefix: path },
  );
}

function authenticate(auth: Auth, request: FastifyRequest, next: (error?: Error) => void): void {
  const token = request.headers['x-auth-token'];
  const who = auth.authenticate(typeof token === 'string' ? token : undefined, request.id);
  if (!(who instanceof Promise)) {
    request.requester = who;
    return next();
  }
  who.then(
    (later) => {
      request.requester = later;
      next();
    },
    (error: unknown) => next(error as Error),
  );
}

function callOf(request: FastifyRequest, { path, publicUrl }: Mounting): Call {
  const base = publicUrl ?? originOf(request) + path;
  return {
    who: request.requester!,
    params: request.params as Record<string, string>,
    query: new Query(request.query as Record<string, string | string[]>),
    body: (request.body ?? undefined) as ValueMap | undefined,
    base,
    url: base + pathOf(request).slice(path.length),
  };
}

/** Scheme and host of the request, as far as a trusted proxy forwards them. */
export function originOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}`;
}

function pathOf(request: FastifyRequest): string {
  const end = request.url.indexOf('?');
  return end === -1 ? request.url : request.url.slice(0, end);
}

function send(reply: FastifyReply, { status, body, headers }: Answer): FastifyReply {
  void reply.code(status);
  if (headers !== undefined) void reply.headers(headers);
  return body === undefined ? reply.send() : sendJson(reply, body);
}

/** Sends a value as JSON, floats as floats. */
export function sendJson(reply: FastifyReply, body: unknown): FastifyReply {
  // A serializer of one's own keeps the framework from adding a charset, which JSON has none of.
  return reply.header('content-type', 'application/json').serializer(asItIs).send(writeJson(body));
}

const asItIs = (text: string): string => text;
