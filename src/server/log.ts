import { pino, type DestinationStream, type Logger } from 'pino';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

/** Fields that may hold a secret, wherever a log line nests them. Secrets of type `Secret` hide themselves. */
const SECRET_FIELDS = [
  'auth',
  'authorization',
  'cookie',
  'password',
  'secret',
  'token',
  'x-auth-token',
  'x-subject-token',
  'adminPass',
  'private_key',
];

/** Writes JSON lines. A field with the name of a secret shows `******`; an error shows its class, message and causes, nothing else it carries. */
export function makeLog(level: LogLevel, destination: DestinationStream): Logger {
  const paths = SECRET_FIELDS.flatMap((field) => {
    const name = /^\w+$/.test(field) ? field : `["${field}"]`;
    const below = name.startsWith('[') ? name : `.${name}`;
    return [name, `*${below}`, `*.*${below}`];
  });
  return pino(
    { level, base: null, redact: { paths, censor: '******' }, serializers: { err: describeError } },
    destination,
  );
}

/** What a log line says of an error: properties of its own may hold requests and tokens, so they stay out. */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) };
  return { type: error.name, message: error.message, stack: error.stack, ...cause };
}
