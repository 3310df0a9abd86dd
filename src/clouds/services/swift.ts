import { isMap, own } from '../../expressions/values.ts';
import { readAnswerOrNull } from '../answer.ts';
import { CloudError } from '../errors.ts';
import { path } from '../path.ts';
import type { Connection } from '../types.ts';

/** What a container holds. */
export interface ContainerListing {
  /** Of all objects, as the container counts them. */
  readonly bytes: number;
  /** Names of objects, in their order. */
  readonly names: readonly string[];
}

/**
 * Lists the objects of a container, page by page, until more than `most` are known (`GET /v1/{account}/{container}`). Throws CloudError
 * `NotFound`, `Forbidden` …, `EndpointNotFound` where the cloud has no object store, and RangeError for a name that no path can have.
 */
export async function listContainer(
  connection: Connection,
  container: string,
  most: number,
): Promise<ContainerListing> {
  const names: string[] = [];
  for (;;) {
    const query = { format: 'json', limit: most + 1, marker: names.at(-1) };
    const answer = await connection
      .service('object-store')
      .raw('GET', path`/${container}`, undefined, { query, headers: { accept: 'application/json' } });
    const page = namesIn(answer.body) ?? unexpected(connection);
    names.push(...page);
    if (page.length === 0 || names.length > most) {
      return { bytes: Number(answer.headers['x-container-bytes-used'] ?? 0), names };
    }
  }
}

/**
 * Reads an object, or its first `most` bytes (`GET /v1/{account}/{container}/{object}`). Throws CloudError as {@link listContainer} does.
 */
export async function readObject(
  connection: Connection,
  container: string,
  name: string,
  most: number,
): Promise<Uint8Array> {
  try {
    const { body } = await connection
      .service('object-store')
      .raw('GET', path`/${container}/${name}`, undefined, { headers: { range: `bytes=0-${most - 1}` } });
    return body.subarray(0, most);
  } catch (error) {
    // There is no first byte in an object without any.
    if (error instanceof CloudError && error.status === 416) return new Uint8Array();
    throw error;
  }
}

function namesIn(body: Uint8Array): string[] | undefined {
  const items = body.length === 0 ? [] : readAnswerOrNull(body);
  if (!Array.isArray(items)) return undefined;
  return items.flatMap((item) => {
    const name = isMap(item) ? own(item, 'name') : undefined;
    return typeof name === 'string' ? [name] : [];
  });
}

function unexpected(connection: Connection): never {
  throw new CloudError('The object store did not answer with a listing', {
    cloud: connection.cloud.name,
    service: 'object-store',
    code: 'UnexpectedAnswer',
  });
}
