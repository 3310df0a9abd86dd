import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, listen, type Listener, type Sandbox } from './index.ts';

describe('a listening sandbox', () => {
  let sandbox: Sandbox;
  let listener: Listener;
  let url = '';
  beforeAll(async () => {
    const clock = {
      now: () => Date.now(),
      sleep: (ms: number, signal?: AbortSignal) => sleep(ms, undefined, { signal }),
    };
    const random = { integer: (bound: number) => randomInt(bound), uuid: () => randomUUID() };
    sandbox = createSandbox({ name: 'l', baseUrl: 'http://127.0.0.1', clock, random });
    listener = await listen(sandbox, 0);
    url = `http://127.0.0.1:${listener.port}`;
  });
  afterAll(() => listener.close());

  it('answers with a request id', async () => {
    const reply = await fetch(`${url}/identity/v3`);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('x-openstack-request-id')).toMatch(/^req-[0-9a-f-]{36}$/);
  });

  it('drops the connection where an answer is lost', async () => {
    sandbox.faults.add({ times: 1, effect: { loseAnswer: true } });
    await expect(fetch(`${url}/identity/v3`)).rejects.toThrow('fetch failed');
  });

  it('sends an endless body for as long as someone reads', async () => {
    sandbox.faults.add({ times: 1, effect: { status: 200, body: 'endless' } });
    const reply = await fetch(`${url}/identity/v3`);
    const reader = reply.body!.getReader();
    let size = 0;
    while (size < 1_000_000) size += (await reader.read()).value!.length;
    await reader.cancel();
    expect(size).toBeGreaterThanOrEqual(1_000_000);
  });

  it('stops waiting when the client goes away', async () => {
    sandbox.faults.add({ times: 1, effect: { hang: true } });
    await expect(fetch(`${url}/identity/v3`, { signal: AbortSignal.timeout(50) })).rejects.toThrow();
    expect((await fetch(`${url}/identity/v3`)).status).toBe(200);
  });
});
