import { ConnectionLost, type SandboxRequest, type SandboxResponse } from './kernel/http.ts';
import type { Sandbox } from './kernel/sandbox.ts';

/** How much of an endless body is handed over; more than any client should accept. */
const ENDLESS_BYTES = 64 * 1024 * 1024;

/** What the cloud client needs to talk to a cloud: the shape of its `Transport`. */
export interface SandboxTransport {
  send(request: SandboxRequest): Promise<SandboxResponse>;
  close(): Promise<void>;
}

/**
 * Carries requests to a sandbox cloud by a function call, without a socket. `lost` makes the error that the caller knows
 * lost connections by; default is {@link ConnectionLost} itself.
 */
export function sandboxTransport(
  sandbox: Sandbox,
  lost: (error: ConnectionLost) => Error = (e) => e,
): SandboxTransport {
  return {
    send: async (request) => {
      try {
        const { endless, ...answer } = await sandbox.handle(request);
        return endless ? { ...answer, body: new Uint8Array(ENDLESS_BYTES).fill(0x20) } : answer;
      } catch (error) {
        throw error instanceof ConnectionLost ? lost(error) : error;
      }
    },
    close: () => Promise.resolve(),
  };
}
