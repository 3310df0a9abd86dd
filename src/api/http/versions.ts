import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiFault } from '../faults/fault.ts';
import { originOf, sendJson } from './mount.ts';

/**
 * Lists the versions of an API at its root and wherever a version is asked for that it does not have; needs no token. What else
 * is not found answers 404.
 */
export function listVersions(app: FastifyInstance, prefix: string, publicUrl: string | undefined): void {
  const list = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const href = `${publicUrl ?? originOf(request) + prefix}/v1/`;
    const versions = [{ id: 'v1.0', status: 'CURRENT', links: [{ rel: 'self', href }] }];
    return sendJson(reply.code(300), { versions });
  };
  const roots = prefix === '' ? ['/', '/versions'] : [prefix, `${prefix}/`, `${prefix}/versions`];
  for (const url of roots) app.get(url, { exposeHeadRoute: false }, list);
  app.setNotFoundHandler((request, reply) => {
    if (!request.url.startsWith(`${prefix}/`) || !/^v\d/.test(request.url.slice(prefix.length + 1))) {
      throw new ApiFault('HTTPNotFound');
    }
    return list(request, reply);
  });
}
