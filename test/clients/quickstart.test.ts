import { statSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { Quickstart } from './support/quickstart.ts';

const made: Quickstart[] = [];
afterEach(async () => {
  for (const quickstart of made.splice(0)) await quickstart.remove();
});

function quickstart(...more: string[]): Quickstart {
  const one = new Quickstart(17_820, more);
  made.push(one);
  return one;
}

describe('isotherm quickstart', () => {
  it('--exit makes the demonstration stack and ends with status 0; a second time it is there already', async () => {
    const one = quickstart('--exit');
    const first = await one.run();
    expect([first.status, first.stderr]).toEqual([0, '']);
    expect(first.stdout).toMatch(/CREATE_COMPLETE +demo\n/);
    expect(first.stdout).toMatch(/server_names +\["[\w-]+-web-0","[\w-]+-web-1"\]/);
    expect(statSync(one.cloudsFile).mode & 0o777).toBe(0o600);
    const urls = /urls .*/.exec(first.stdout)?.[0];
    const second = await one.run();
    expect(second.status).toBe(0);
    expect(/urls .*/.exec(second.stdout)?.[0]).toBe(urls);
  });

  it('says in one line that a port is taken', async () => {
    for (const taken of [17_820, 17_821, 17_822]) {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(taken, '127.0.0.1', resolve));
      const { status, stderr } = await quickstart('--exit').run();
      await new Promise((resolve) => server.close(resolve));
      expect(status).toBe(1);
      expect(stderr).toMatch(new RegExp(`^Port ${taken} of 127\\.0\\.0\\.1 is in use by another process\\..*\\n$`));
    }
  });

  it('refuses a folder that another one works on', async () => {
    const one = quickstart('--no-demo');
    await one.start();
    const other = new Quickstart(17_830, ['--no-demo', '--data', one.data]);
    made.push(other);
    const { status, stderr } = await other.run();
    expect(status).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('stops when asked to', async () => {
    const one = quickstart('--no-demo');
    await one.start();
    expect(await one.end('SIGTERM')).toBe(0);
  });

  it('stops when asked to while it makes a stack, and goes on with it at the next start', async () => {
    const one = quickstart('--latency', '300');
    await one.start();
    await sleep(3_000);
    expect(await one.end('SIGTERM')).toBe(0);
    const next = quickstart('--exit', '--data', one.data);
    const { status, stdout } = await next.run();
    expect([status, stdout.includes('Stack demo: CREATE_COMPLETE')]).toEqual([0, true]);
  });

  it.each([['--port', 'x'], ['--latency', '-1'], ['--port', '70000'], ['--unknown']])(
    'refuses %s %s',
    async (...options) => {
      const { status, stderr } = await quickstart(...options.filter((option) => option !== undefined)).run();
      expect(status).toBe(1);
      expect(stderr).toContain('error:');
    },
  );
});
