/** Measures the server on the embedded default, over HTTP as any client would; `--heat CLOUD` measures a real Heat too. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { withCloud } from '../src/cli/client/connect.ts';
import { cloudEntry } from '../src/server/config/home.ts';
import { FULL, runCases, SMALL, type Figure } from './cases.ts';
import { report } from './report.ts';

const MAIN = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));

const { port, heat } = new Command('bench')
  .option('--port <port>', 'port of the server that is measured; its clouds take the next two', '7410')
  .option('--heat <cloud>', 'an entry of a clouds.yaml with a Heat in its catalog, to compare with')
  .parse()
  .opts<{ port: string; heat?: string }>();

const data = mkdtempSync(join(tmpdir(), 'isotherm-bench-'));
const server = spawn(process.execPath, [MAIN, 'quickstart', '--no-demo', '--port', port, '--data', data], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  await Promise.race([once(server.stdout, 'data'), once(server, 'exit').then(fail)]);
  console.error('Isotherm, embedded default:');
  const ours = await withCloud(await ready(join(data, 'clouds.yaml')), (connection) =>
    runCases(connection, 'orchestration', FULL, tell),
  );
  const theirs = heat === undefined ? undefined : await measureHeat(heat);
  console.log(`\n${report(ours, theirs)}`);
  if (theirs !== undefined) {
    console.log('\nThe sizes for Heat are smaller, so that it ends; the ratio compares the times for one unit.');
  }
} finally {
  if (server.exitCode === null) {
    server.kill('SIGTERM');
    await once(server, 'exit');
  }
  rmSync(data, { recursive: true });
}

async function measureHeat(cloud: string): Promise<Figure[]> {
  console.error(`\nHeat of ${cloud}:`);
  return withCloud(await cloudEntry(cloud, undefined, process.env), (connection) =>
    runCases(connection, 'orchestration', SMALL, tell),
  );
}

function ready(cloudsFile: string): ReturnType<typeof cloudEntry> {
  return cloudEntry('east', cloudsFile, {});
}

function fail(): never {
  throw new Error('the server that was to be measured did not start');
}

function tell({ name, units, seconds, perSecond }: Figure): void {
  const figure = seconds === undefined ? `${Math.round(perSecond ?? 0)}/s` : `${seconds.toFixed(3)} s`;
  console.error(`  ${name} (${units}): ${figure}`);
}
