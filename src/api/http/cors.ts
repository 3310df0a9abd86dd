import type { FastifyInstance } from 'fastify';

const METHODS = 'GET,PUT,POST,DELETE,PATCH';
const HEADERS =
  'X-Auth-Token,X-Identity-Status,X-Roles,X-Service-Catalog,X-User-Id,X-Tenant-Id,X-OpenStack-Request-ID,Content-Type';
const EXPOSED = 'X-Auth-Token,X-Subject-Token,X-Service-Token,X-OpenStack-Request-ID,Location';

/** Lets pages of these origins use the API from a browser. With none, no CORS header is ever sent. */
export function allowOrigins(app: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return;
  const allowed = new Set(origins);
  app.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.headers;
    void reply.header('vary', 'Origin');
    if (origin === undefined || !allowed.has(origin)) return done();
    void reply.header('access-control-allow-origin', origin).header('access-control-expose-headers', EXPOSED);
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return done();
    void reply
      .code(200)
      .header('access-control-allow-methods', METHODS)
      .header('access-control-allow-headers', HEADERS)
      .header('access-control-max-age', '3600')
      .send();
  });
}
