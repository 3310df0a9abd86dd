import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { badRequest, faultBody, toFault, type Fault } from '../faults/fault.ts';
import { bodyTooLarge } from './body.ts';
import { drain } from './drain.ts';
import { sendJson } from './mount.ts';

/** What the API writes to the log. A pino logger is one. */
export interface ApiLog {
  error(facts: object, message: string): void;
  info(facts: object, message: string): void;
}

export interface ErrorAnswering {
  readonly log: ApiLog;
  readonly maxBodyBytes: number;
  /** The `WWW-Authenticate` header of a 401. */
  readonly challenge: string;
}

const TOO_LARGE = 'FST_ERR_CTP_BODY_TOO_LARGE';
/** Of a body that is too long, so many times the longest is still read, so that its sender hears the refusal. */
const DRAINED = 16;

/** Answers everything that is thrown while a request is served in Heat's shape. */
export function answerErrors(app: FastifyInstance, answering: ErrorAnswering): void {
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    if (error.code === TOO_LARGE) await drain(request.raw, DRAINED * answering.maxBodyBytes);
    const fault = toFault(ours(error, request, answering.maxBodyBytes), request.id);
    if (fault.unexpected) {
      const { method, routeOptions } = request;
      answering.log.error({ err: error, requestId: request.id, method, route: routeOptions.url }, 'a request failed');
    }
    return sendFault(reply, fault, answering.challenge);
  });
}

/** Sends a fault; one of authentication as the middleware of Keystone does. */
export function sendFault(reply: FastifyReply, fault: Fault, challenge: string): FastifyReply {
  void reply.code(fault.status).headers(fault.headers);
  if (fault.status !== 401) return sendJson(reply, faultBody(fault));
  void reply.header('www-authenticate', challenge);
  return sendJson(reply, { error: { code: 401, title: 'Unauthorized', message: fault.message } });
}

/** Turns the refusals of the HTTP framework into ours. */
function ours(error: FastifyError, request: FastifyRequest, maxBodyBytes: number): unknown {
  if (typeof error.code !== 'string' || !error.code.startsWith('FST_') || (error.statusCode ?? 500) >= 500)
    return error;
  if (error.code !== TOO_LARGE) return badRequest();
  return bodyTooLarge(request.headers['content-length'], maxBodyBytes);
}
