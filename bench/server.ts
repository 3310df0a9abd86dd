import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withCloud } from '../src/cli/client/connect.ts';
import type { Connection } from '../src/clouds/types.ts';
import { cloudEntry } from '../src/server/config/home.ts';

const ISOTHERM = fileURLToPath(new URL('../bin/isotherm', import.meta.url));

/** A server to be measured, on the embedded default. */
export interface MeasuredServer {
  readonly pid: number;
  /** A connection to its cloud. */
  readonly connection: Connection;
}

/**
 * Starts a server as anyone would, in a folder of its own, and stops it when `work` is done. It takes `port` and the next two;
 * `options` are more options of the quickstart.
 */
export async function withServer<T>(
  port: string,
  work: (server: MeasuredServer) => Promise<T>,
  options: readonly string[] = [],
): Promise<T> {
  const data = mkdtempSync(join(tmpdir(), 'isotherm-bench-'));
  const server = spawn(ISOTHERM, ['quickstart', '--no-demo', '--port', port, '--data', data, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await Promise.race([once(server.stdout, 'data'), once(server, 'exit').then(fail)]);
    const cloud = await cloudEntry('east', join(data, 'clouds.yaml'), {});
    return await withCloud(cloud, (connection) => work({ pid: server.pid!, connection }));
  } finally {
    if (server.exitCode === null) {
      server.kill('SIGTERM');
      await once(server, 'exit');
    }
    rmSync(data, { recursive: true });
  }
}

function fail(): never {
  throw new Error('the server that was to be measured did not start');
}
