import { PythonError } from '../../expressions/python/errors.ts';
import { truthy } from '../../expressions/python/order.ts';
import { repr, str } from '../../expressions/python/text.ts';
import { quote, urlencode } from '../../expressions/python/urllib.ts';
import { isMap, own, type Value, type ValueMap } from '../../expressions/values.ts';
import { typeError, valueError } from '../resolve-error.ts';
import { isData } from './arguments.ts';
import type { CallContext, TemplateFunction } from './contract.ts';
import { toInteger } from './to-integer.ts';

const KEYS = ['scheme', 'username', 'password', 'host', 'port', 'path', 'query', 'fragment'] as const;
/** Schemes that write `//` even without a host. Python: urllib.parse.uses_netloc. */
const WITH_HOST = new Set(
  'ftp http gopher nntp telnet imap wais file mms https shttp snews prospero rtsp rtspu rsync svn svn+ssh sftp nfs git git+ssh ws wss'.split(
    ' ',
  ),
);

/** Checks the arguments, those that are calls excepted. */
function checkParts(args: ValueMap, call: CallContext, resolved: boolean): void {
  for (const key of KEYS) {
    const value = own(args, key);
    if (value === undefined || (!resolved && call.isCall(value))) continue;
    if (key === 'query') {
      if (!isMap(value)) throw typeError(`The "query" argument to "${call.name}" must be a map`);
    } else if (key === 'port') checkPort(value, args, call);
    else if (typeof value !== 'string') throw typeError(`The "${key}" argument to "${call.name}" must be a string`);
  }
}

function checkPort(value: Value, args: ValueMap, call: CallContext): void {
  let port: number | bigint;
  try {
    port = toInteger(value);
  } catch (error) {
    if (!(error instanceof PythonError) || error.kind !== 'ValueError') throw error;
    throw valueError(`Invalid URL port "${str(value)}" for ${call.name} called with ${repr(args)}`);
  }
  if (port <= 0 || port > 65535) throw valueError(`Invalid URL port ${port}, must be in range 1-65535`);
}

function validate(args: Value, call: CallContext): void {
  if (!isData(args, call)) throw typeError(`The arguments to "${call.name}" must be a map`);
  const unknown = Object.keys(args).filter((key) => !(KEYS as readonly string[]).includes(key));
  if (unknown.length > 0) throw valueError(`Invalid arguments to "${call.name}": ${unknown.join(', ')}`);
  checkParts(args, call, false);
}

function result(raw: Value, call: CallContext): Value {
  const args = call.resolve(raw);
  if (!isMap(args)) throw typeError(`The arguments to "${call.name}" must be a map`);
  checkParts(args, call, true);
  const text = (key: (typeof KEYS)[number]): string => str(own(args, key) ?? '');
  const scheme = text('scheme');
  if (scheme.includes(':')) throw valueError('URL "scheme" should not contain \':\'');
  const query = own(args, 'query') ?? {};
  return compose({
    scheme,
    authority: authority(text, own(args, 'port') ?? ''),
    path: quote(text('path')),
    query: isMap(query) ? urlencode(Object.entries(query)).replaceAll('%2F', '/') : '',
    fragment: quote(text('fragment')),
  });
}

function authority(text: (key: 'username' | 'password' | 'host') => string, port: Value): string {
  const username = quote(text('username'), '');
  const password = quote(text('password'), '');
  const user = username || password ? `${username}${password ? `:${password}` : ''}@` : '';
  const host = quote(text('host').replace(/^\[(.*)\]$/s, '$1'), ':');
  return `${user}${host.includes(':') ? `[${host}]` : host}${truthy(port) ? `:${str(port)}` : ''}`;
}

/** Python's `urlunsplit`. */
function compose(parts: { scheme: string; authority: string; path: string; query: string; fragment: string }): string {
  const { scheme, query, fragment } = parts;
  let url = parts.path;
  if (parts.authority || (WITH_HOST.has(scheme) && !url.startsWith('//'))) {
    url = `//${parts.authority}${url && !url.startsWith('/') ? '/' : ''}${url}`;
  }
  return `${scheme ? `${scheme}:` : ''}${url}${query ? `?${query}` : ''}${fragment ? `#${fragment}` : ''}`;
}

/** `make_url: {scheme, username, password, host, port, path, query, fragment}`, each part escaped as it must be. */
export const makeUrl: TemplateFunction = {
  description: 'A function for performing substitutions on maps.',
  validate,
  result,
};
