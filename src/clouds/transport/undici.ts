import { lookup as dnsLookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { Agent } from 'undici';
import type { Guard, Resolver } from '../egress.ts';
import { TransportError, type TransportFailure } from '../errors.ts';
import type { Cloud, Transport, WireRequest, WireResponse } from '../types.ts';

/** Bounds on the connections to one cloud. */
export interface TransportLimits {
  /** Connections to one origin at a time. */
  readonly connections: number;
  readonly connectTimeoutMs: number;
  /** From the request's end to the answer's first byte. */
  readonly headersTimeoutMs: number;
  /** Between two pieces of an answer. */
  readonly bodyTimeoutMs: number;
  /** An answer may not be longer. */
  readonly mostBytes: number;
  /** Nor may all answers together that are on their way at one time. */
  readonly mostBytesAtOnce: number;
}

/** Limits that suit most clouds. */
export const DEFAULT_TRANSPORT_LIMITS: TransportLimits = {
  connections: 32,
  connectTimeoutMs: 10_000,
  headersTimeoutMs: 110_000,
  bodyTimeoutMs: 30_000,
  mostBytes: 32 * 1024 * 1024,
  mostBytesAtOnce: 128 * 1024 * 1024,
};

/**
 * Requests to one cloud over real connections, kept alive and shared by nothing else: trusts the cloud's own CA, connects only to
 * addresses that the guard has let through (the DNS is not asked again when connecting), follows no redirect.
 */
export class UndiciTransport implements Transport {
  readonly #agent: Agent;
  readonly #limits: TransportLimits;
  /** Bytes of the answers that are on their way. */
  #held = 0;

  /** Throws TransportError `untrusted` when the cloud's CA cannot be read. */
  constructor(cloud: Cloud, guard: Guard, limits: TransportLimits = DEFAULT_TRANSPORT_LIMITS) {
    this.#limits = limits;
    this.#agent = new Agent({
      connections: limits.connections,
      pipelining: 1,
      connectTimeout: limits.connectTimeoutMs,
      headersTimeout: limits.headersTimeoutMs,
      bodyTimeout: limits.bodyTimeoutMs,
      maxResponseSize: limits.mostBytes,
      keepAliveTimeout: 20_000,
      connect: {
        lookup: guardedLookup(guard),
        rejectUnauthorized: cloud.insecure !== true,
        ...(cloud.caCert !== undefined && cloud.insecure !== true && { ca: cloud.caCert }),
      },
    });
  }

  async send(request: WireRequest): Promise<WireResponse> {
    const { origin, pathname, search } = new URL(request.url);
    try {
      const answer = await this.#agent.request({
        origin,
        path: pathname + search,
        method: request.method as 'GET',
        headers: { ...request.headers },
        ...(request.body !== undefined && { body: request.body }),
        ...(request.signal !== undefined && { signal: request.signal }),
      });
      const headers: Record<string, string> = {};
      for (const [name, value] of Object.entries(answer.headers)) {
        if (value !== undefined) headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
      }
      return { status: answer.statusCode, headers, body: await this.#read(answer.body) };
    } catch (error) {
      request.signal?.throwIfAborted();
      throw this.#failure(error);
    }
  }

  async close(): Promise<void> {
    await this.#agent.close();
  }

  async #read(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
    const { mostBytesAtOnce } = this.#limits;
    const pieces: Uint8Array[] = [];
    let size = 0;
    try {
      for await (const piece of body) {
        pieces.push(piece);
        size += piece.length;
        this.#held += piece.length;
        if (this.#held > mostBytesAtOnce) {
          const message = `The cloud sends more than ${mostBytesAtOnce} bytes at once`;
          throw new TransportError('too-large', message);
        }
      }
      return Buffer.concat(pieces, size);
    } finally {
      this.#held -= size;
    }
  }

  #failure(error: unknown): TransportError {
    if (error instanceof TransportError) return error;
    const code = String((error as { code?: unknown }).code ?? '');
    const failure = failureOf(code);
    if (failure === 'too-large') {
      return new TransportError(failure, `The answer is longer than ${this.#limits.mostBytes} bytes`, error);
    }
    return new TransportError(failure, `${code} ${error instanceof Error ? error.message : ''}`.trim(), error);
  }
}

/** The system's resolver: every address of a host, IPv4 first as it names them. */
export const systemResolver: Resolver = async (hostname) =>
  (await dnsLookup(hostname, { all: true, verbatim: true })).map(({ address }) => address);

function guardedLookup(guard: Guard): LookupFunction {
  return (hostname, options, callback) => {
    guard.addresses(hostname).then(
      (addresses) => {
        const all = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
        const fitting = all.filter(({ family }) => !options.family || options.family === family);
        const [first] = fitting;
        if (options.all === true) callback(null, fitting);
        else if (first === undefined) callback(new Error('No address of that family'), '', 4);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error as Error, '', 4),
    );
  };
}

const UNREACHABLE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL']);
const LATE = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT']);

function failureOf(code: string): TransportFailure {
  if (UNREACHABLE.has(code) || code === 'UND_ERR_CONNECT_TIMEOUT') return 'unreachable';
  if (LATE.has(code)) return 'timeout';
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return 'too-large';
  return /CERT|SIGNATURE|SELF_SIGNED|UNABLE_TO_|ERR_TLS_|ERR_SSL_|^CRL_|HOSTNAME_MISMATCH/.test(code)
    ? 'untrusted'
    : 'lost';
}
