/** Measures the server on the embedded default, over HTTP as any client would; `--heat CLOUD` measures a real Heat too. */
import { Command } from 'commander';
import { withCloud } from '../src/cli/client/connect.ts';
import { cloudEntry } from '../src/server/config/home.ts';
import { FULL, runCases, runHuge, SMALL } from './cases.ts';
import type { Figure } from './figure.ts';
import { runHostile } from './hostile.ts';
import { figureText, report } from './report.ts';
import { withServer } from './server.ts';

const { port, heat } = new Command('bench')
  .option('--port <port>', 'port of the server that is measured; its clouds take the next two', '7410')
  .option('--heat <cloud>', 'an entry of a clouds.yaml with a Heat in its catalog, to compare with')
  .parse()
  .opts<{ port: string; heat?: string }>();

console.error('Isotherm, embedded default:');
const ordinary = await withServer(port, ({ connection }) => runCases(connection, 'orchestration', FULL, tell));
// A server of its own: what it takes must not be hidden by what others took.
const hostile = await withServer(port, (server) => runHostile(server, tell));
const huge = await withServer(port, ({ connection }) => runHuge(connection, 'orchestration', tell), [
  '--max-resources-per-stack',
  '100000',
]);
const theirs = heat === undefined ? undefined : await measureHeat(heat);
console.log(`\n${report([...ordinary, ...huge, ...hostile], theirs)}`);
if (theirs !== undefined) {
  console.log('\nMost sizes for Heat are smaller, so that it ends; the ratio compares the times for one unit.');
}

async function measureHeat(cloud: string): Promise<Figure[]> {
  console.error(`\nHeat of ${cloud}:`);
  return withCloud(await cloudEntry(cloud, undefined, process.env), (connection) =>
    runCases(connection, 'orchestration', SMALL, tell),
  );
}

function tell(figure: Figure): void {
  console.error(`  ${figure.name} (${figure.units}): ${figureText(figure)}`);
}
