/** A request to a sandbox cloud, as a transport hands it over. */
export interface SandboxRequest {
  readonly method: string;
  /** Absolute, or a path from the root of the cloud. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Ends the wait for a slow answer; whether the work was done by then is as open as with a real service. */
  readonly signal?: AbortSignal;
}

/** The answer of a sandbox cloud. */
export interface SandboxResponse {
  readonly status: number;
  /** Names are in lower case. */
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
  /** The body never ends: a listener goes on sending it for as long as the client reads. */
  readonly endless?: boolean;
}

/** What a handler answers. A `Uint8Array` or string body is sent as it is, anything else as JSON; without a body none is sent. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The connection went away before an answer came; `sent` tells whether the cloud has done the work. */
export class ConnectionLost extends Error {
  readonly sent: boolean;
  constructor(sent: boolean) {
    super('Connection lost before an answer came');
    this.name = 'ConnectionLost';
    this.sent = sent;
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** UTF-8 bytes of a text; bytes stay as they are, and nothing is no bytes. */
export function toBytes(body: string | Uint8Array | undefined): Uint8Array {
  if (body === undefined) return new Uint8Array(0);
  return typeof body === 'string' ? encoder.encode(body) : body;
}

/** The text that UTF-8 bytes spell. */
export function toText(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** The same headers with names in lower case. */
export function lowerCaseNames(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
