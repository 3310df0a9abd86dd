import { isCloudError } from '../errors.ts';
import { path } from '../path.ts';
import { Secret } from '../secret.ts';
import type { Connection, WireResponse } from '../types.ts';

/**
 * Reads what a Barbican secret holds, as text. `reference` is its id or any URL that ends in it, of which only the id counts: a
 * secret is only ever read from the connection's own cloud. Throws CloudError `NotFound`, `Forbidden` …
 */
export async function secretPayload(connection: Connection, reference: string): Promise<Secret> {
  const id = reference.replace(/\/+$/, '').split('/').at(-1)!;
  const read = (accept: string): Promise<WireResponse> =>
    connection.service('key-manager').raw('GET', path`/secrets/${id}/payload`, undefined, { headers: { accept } });
  // Barbican gives a payload only in the form in which it was stored; nearly all are text.
  const answer = await read('text/plain').catch((error: unknown) => {
    if (isCloudError(error) && error.status === 406) return read('application/octet-stream');
    throw error;
  });
  return new Secret(new TextDecoder().decode(answer.body));
}
