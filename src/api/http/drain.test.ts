import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { drain } from './drain.ts';

const chunks = function* (count: number): Generator<Buffer> {
  for (let i = 0; i < count; i++) yield Buffer.alloc(10);
};

describe('drain', () => {
  it('reads to the end', async () => {
    const stream = Readable.from(chunks(10), { objectMode: false });
    await drain(stream, 1_000);
    expect(stream.readableEnded).toBe(true);
  });

  it('stops reading where more comes than it may read', async () => {
    let sent = 0;
    const endless = function* (): Generator<Buffer> {
      for (;;) yield Buffer.alloc((sent += 10) && 10);
    };
    const stream = Readable.from(endless(), { objectMode: false, highWaterMark: 10 });
    await drain(stream, 100);
    expect(sent).toBeGreaterThan(100);
    expect(sent).toBeLessThan(1_000);
    stream.destroy();
  });

  it('ends with a stream that breaks or has ended', async () => {
    const broken = new Readable({ read: () => undefined });
    const drained = drain(broken, 100);
    broken.destroy(new Error('the client is gone'));
    await drained;
    await drain(broken, 100);
  });
});
