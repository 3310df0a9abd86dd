import type { FastifyInstance } from 'fastify';
import { sendJson } from './mount.ts';

/**
 * Serves `/healthcheck` for load balancers, without a token: 200, or 503 when the service cannot work
 * (oslo.middleware: text, or JSON to those who ask for it).
 */
export function serveHealth(app: FastifyInstance, path: string, healthy: () => Promise<boolean>): void {
  app.get(path, async (request, reply) => {
    const isWell = await healthy().catch(() => false);
    const reason = isWell ? 'OK' : 'The store does not answer.';
    void reply.code(isWell ? 200 : 503);
    if (request.headers.accept?.includes('application/json') === true) {
      return sendJson(reply, { detailed: false, reasons: [reason] });
    }
    return reply.type('text/plain; charset=UTF-8').send(reason);
  });
}
