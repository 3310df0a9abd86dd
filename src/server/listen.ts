import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { ConfigError } from './config/error.ts';

/** Starts listening and gives the port. Rejects with {@link ConfigError} where that cannot be. */
export async function listen(app: FastifyInstance, { host, port }: { host: string; port: number }): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw new ConfigError(describeListenError(error, host, port), { cause: error });
  }
  return (app.server.address() as AddressInfo).port;
}

/** Why an address cannot be listened on, in a sentence. */
export function describeListenError(error: unknown, host: string, port: number): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is in use by another process.`;
    case 'EACCES':
      return `Port ${port} of ${host} may not be listened on by this user.`;
    case 'EADDRNOTAVAIL':
      return `${host} is not an address of this machine.`;
    default:
      return `Cannot listen on ${host}, port ${port}: ${error instanceof Error ? error.message : String(error)}`;
  }
}
