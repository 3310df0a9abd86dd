import { CloudError, isCloudError } from '../../clouds/errors.ts';
import { listContainer, readObject } from '../../clouds/services/swift.ts';
import { OrchestrationError, type Requester, type TemplateInput } from '../types.ts';
import type { ServiceLimits } from './ports.ts';

/** Files that one request may make the service read. */
const MOST_FILES = 1000;

/** Objects that are read at a time. */
const AT_A_TIME = 8;

type Limits = Pick<ServiceLimits, 'filesBytes'>;

/**
 * The input with the objects of its container among its files, by their names; files that came with the request win, and are not read
 * (Heat: template_files.py, get_files_from_container). The container is of the requester's project on the home cloud, and read with the
 * requester's token. Throws OrchestrationError NotFound where it cannot be read, DownloadLimitExceeded where it holds too much,
 * NotSupported where the cloud has no object store; CloudError where the object store fails.
 */
export async function withContainerFiles<T extends TemplateInput>(
  limits: Limits,
  who: Requester,
  input: T,
): Promise<T> {
  const { filesContainer: container, files: given = {} } = input;
  if (container === undefined) return input;
  try {
    const names = await namesIn(limits, who, container);
    const missing = names.filter((name) => !Object.hasOwn(given, name));
    const read = await readAll(limits, who, container, missing);
    return { ...input, files: { ...Object.fromEntries(read), ...given } };
  } catch (error) {
    throw explained(error, container);
  }
}

async function namesIn(limits: Limits, { connection }: Requester, container: string): Promise<readonly string[]> {
  if (container.includes('/')) throw unreadable(container, 'no container has a name with a slash');
  const { bytes, names } = await listContainer(connection, container, MOST_FILES);
  if (bytes > limits.filesBytes) throw tooLarge(limits, bytes);
  if (names.length > MOST_FILES) {
    throw limitExceeded(`The container holds more than the ${MOST_FILES} files that can be downloaded.`);
  }
  return names;
}

async function readAll(
  limits: Limits,
  who: Requester,
  container: string,
  names: readonly string[],
): Promise<[name: string, text: string][]> {
  const texts: [string, string][] = [];
  let bytes = 0;
  for (let at = 0; at < names.length; at += AT_A_TIME) {
    const some = names.slice(at, at + AT_A_TIME);
    const contents = await Promise.all(
      some.map((name) => readObject(who.connection, container, name, limits.filesBytes + 1)),
    );
    // What the container counts may be less than what its objects give: some are made of objects elsewhere.
    bytes += contents.reduce((sum, { length }) => sum + length, 0);
    if (bytes > limits.filesBytes) throw tooLarge(limits, bytes);
    for (const [i, content] of contents.entries()) texts.push([some[i]!, textOf(content, container, some[i]!)]);
  }
  return texts;
}

function textOf(content: Uint8Array, container: string, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    const message = `files_container: the contents of ${name} in container ${container} are not a text`;
    throw new OrchestrationError('HTTPBadRequest', message);
  }
}

function explained(error: unknown, container: string): unknown {
  if (isCloudError(error, 'EndpointNotFound')) {
    const feature = 'Reading files from a container on a cloud without an object store';
    return new OrchestrationError('NotSupported', `${feature} is not supported.`);
  }
  if (error instanceof CloudError && error.status !== undefined && error.status < 500 && error.status >= 400) {
    return unreadable(container, error.describe());
  }
  return error instanceof RangeError ? unreadable(container, error.message) : error;
}

function unreadable(container: string, reason: string): OrchestrationError {
  return new OrchestrationError('NotFound', `Could not fetch files from container ${container}, reason: ${reason}.`);
}

function tooLarge({ filesBytes }: Limits, bytes: number): OrchestrationError {
  return limitExceeded(
    `Total size of files to download (${bytes} bytes) exceeds maximum allowed (${filesBytes} bytes).`,
  );
}

function limitExceeded(reason: string): OrchestrationError {
  return new OrchestrationError('DownloadLimitExceeded', `Permissible download limit exceeded: ${reason}`);
}
