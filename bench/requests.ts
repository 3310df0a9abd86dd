import { Agent } from 'undici';
import { Stacks } from '../src/cli/client/stacks.ts';
import type { Connection } from '../src/clouds/types.ts';
import { independent } from './templates.ts';

const CONNECTIONS = 8;
const WARM_UP_MS = 1_000;

/** Requests for a small stack answered in a second, over eight connections that are kept open. */
export async function showsPerSecond(
  connection: Connection,
  serviceType: string,
  name: string,
  ms: number,
): Promise<number> {
  const stacks = new Stacks(connection, serviceType);
  const stack = { name, id: await stacks.create(name, independent(1)) };
  const url = new URL(`${await connection.service(serviceType).endpoint()}/stacks/${stack.name}/${stack.id}`);
  const agent = new Agent({ connections: CONNECTIONS, pipelining: 1 });
  const headers = { 'x-auth-token': await connection.token(), accept: 'application/json' };
  const request = async (): Promise<void> => {
    const { statusCode, body } = await agent.request({
      origin: url.origin,
      path: url.pathname,
      method: 'GET',
      headers,
    });
    await body.dump();
    if (statusCode !== 200) throw new Error(`show answered ${statusCode}`);
  };
  const during = async (period: number): Promise<number> => {
    const end = performance.now() + period;
    const counts = Array.from({ length: CONNECTIONS }, async () => {
      let count = 0;
      for (; performance.now() < end; count++) await request();
      return count;
    });
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  };
  try {
    await during(WARM_UP_MS);
    const began = performance.now();
    const answered = await during(ms);
    return answered / ((performance.now() - began) / 1000);
  } finally {
    await agent.close();
    await stacks.delete(stack);
  }
}
