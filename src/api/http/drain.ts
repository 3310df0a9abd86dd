import type { Readable } from 'node:stream';

/**
 * Reads a stream on and throws away what comes, until it ends or `bytes` have come. Never rejects.
 *
 * A refusal that is sent while the client still sends, on a connection that is then closed, is lost to most clients: the reset that
 * answers their next packet discards it (RFC 9112, 9.6).
 */
export function drain(stream: Readable, bytes: number): Promise<void> {
  return new Promise((resolve) => {
    let left = bytes;
    const done = (): void => {
      stream.off('data', onData).off('end', done).off('error', done).off('close', done).pause();
      resolve();
    };
    const onData = (chunk: Uint8Array): void => {
      left -= chunk.length;
      if (left < 0) done();
    };
    if (stream.readableEnded || stream.destroyed) resolve();
    else stream.on('end', done).on('error', done).on('close', done).on('data', onData).resume();
  });
}
