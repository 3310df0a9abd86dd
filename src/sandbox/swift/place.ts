import type { Call } from '../kernel/call.ts';
import { INFO } from './info.ts';
import { refuseSaying } from './refusal.ts';

const { max_container_name_length: MOST_CONTAINER } = INFO.swift;

/** What a path names. An object's name may hold slashes, at its end as well. */
export interface Place {
  readonly account: string;
  readonly container?: string;
  readonly object?: string;
}

/** Takes the path of a request apart. Throws a 412 where it is no path or not UTF-8. */
export function placeOf(call: Call): Place {
  const [, account = '', container = '', ...rest] = call.path.split('/').map(decoded);
  if (account === '') throw refuseSaying(412, 'Bad URL', 'html');
  const object = rest.join('/');
  return { account, ...(container !== '' && { container }), ...(object !== '' && { object }) };
}

/** The id of the container that a path names. */
export function containerId({ account, container = '' }: Place): string {
  return `${account}/${container}`;
}

/**
 * What a header says that names an object: `container/name`, percent-encoded, with or without a slash before it. Throws a 412 where
 * it says anything else.
 */
export function placeInHeader(header: string, value: string, account: string): Required<Place> {
  const text = decoded(value).replace(/^\//, '');
  const slash = text.indexOf('/');
  if (slash < 1 || slash === text.length - 1) {
    const form = `${header} header must be of the form <container name>/<object name>`;
    throw refuseSaying(412, form, 'html');
  }
  return { account, container: text.slice(0, slash), object: text.slice(slash + 1) };
}

/** Refuses a name that no container can have. */
export function checkContainerName(name: string): void {
  const bytes = Buffer.byteLength(name);
  if (bytes > MOST_CONTAINER) {
    throw refuseSaying(400, `Container name length of ${bytes} longer than ${MOST_CONTAINER}`, 'html');
  }
}

/** A percent-encoded text in plain. Throws a 412 where it is not UTF-8. */
export function decoded(text: string): string {
  const plain = decodedOrNothing(text);
  if (plain === undefined || plain.includes('\u0000')) {
    throw refuseSaying(412, 'Invalid UTF8 or contains NULL', 'html');
  }
  return plain;
}

function decodedOrNothing(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
