import fastify, { type FastifyInstance } from 'fastify';
import type { Clock, Random } from '../expressions/ports.ts';
import type { Auth } from './auth/token-auth.ts';
import { badRequest, toFault } from './faults/fault.ts';
import { acceptBodies } from './http/body.ts';
import { allowOrigins } from './http/cors.ts';
import { answerErrors, sendFault, type ApiLog } from './http/errors.ts';
import { serveHealth } from './http/health.ts';
import { mountRoutes } from './http/mount.ts';
import { globalRequestId, newRequestId } from './http/request-id.ts';
import { listVersions } from './http/versions.ts';
import type { Parts } from './orchestration/parts.ts';
import { orchestrationRoutes } from './orchestration/routes.ts';
import type { Policy } from './policy/policy.ts';

export interface ApiConfig {
  /** Path of the orchestration API; empty serves it at the root, as Heat does. */
  readonly prefix: string;
  /** The URL of that path as clients see it, where it is not what their requests say. */
  readonly publicUrl?: string;
  /** Longest body of a request in bytes (Heat: `max_json_body_size`). */
  readonly maxBodyBytes: number;
  /** Addresses or networks of proxies whose `X-Forwarded-*` headers count; true trusts every peer. */
  readonly trustedProxies?: boolean | readonly string[];
  /** Origins of web pages that may use the API. */
  readonly corsOrigins?: readonly string[];
  /** Writes a line to the log for every request. */
  readonly accessLog?: boolean;
}

export interface ApiParts extends Parts {
  readonly auth: Auth;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: ApiLog;
  /** True while the service can work. */
  readonly healthy: () => Promise<boolean>;
  readonly config: ApiConfig;
}

/** A whole request must have come within this time, in milliseconds, so that slow senders hold nothing. */
const REQUEST_TIMEOUT = 120_000;
/** An ARN holds a project, a name of up to 255 characters and an id, and each may be escaped. */
const LONGEST_PARAMETER = 4_096;
const VERSIONS = ['v1', 'v1.0'];

/** The HTTP side of the service, ready to listen or to be injected requests. */
export function createApi(parts: ApiParts): FastifyInstance {
  const { auth, policy, config, log } = parts;
  const { prefix, maxBodyBytes } = config;
  const publicUrl = config.publicUrl?.replace(/\/+$/, '');
  const app = fastify({
    bodyLimit: maxBodyBytes,
    requestTimeout: REQUEST_TIMEOUT,
    trustProxy: Array.isArray(config.trustedProxies) ? [...config.trustedProxies] : config.trustedProxies === true,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    genReqId: () => newRequestId(parts.random),
    frameworkErrors: (_error, request, reply) => {
      sendFault(reply, toFault(badRequest(), request.id), auth.challenge);
    },
  });
  app.decorateRequest('requester', null);
  app.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-openstack-request-id', request.id);
    done();
  });
  if (config.accessLog === true) logRequests(app, parts);
  allowOrigins(app, config.corsOrigins ?? []);
  acceptBodies(app, maxBodyBytes);
  answerErrors(app, { log, maxBodyBytes, challenge: auth.challenge });

  serveHealth(app, '/healthcheck', parts.healthy);
  listVersions(app, prefix, publicUrl);
  const routes = orchestrationRoutes(parts);
  for (const version of VERSIONS) {
    const path = `${prefix}/${version}`;
    mountRoutes(app, routes, { auth, policy, path, publicUrl: publicUrl && `${publicUrl}/${version}` });
  }
  return app;
}

function logRequests(app: FastifyInstance, { log }: ApiParts): void {
  app.addHook('onResponse', (request, reply, done) => {
    log.info(
      {
        requestId: request.id,
        globalRequestId: globalRequestId(request.headers['x-openstack-request-id']),
        method: request.method,
        path: request.url.split('?', 1)[0],
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        user: request.requester?.userId,
        project: request.requester?.projectId,
      },
      'request',
    );
    done();
  });
}
