import { InvalidArgumentError, type Command } from 'commander';
import { resolve } from 'node:path';
import { runDemo } from './quickstart/demo.ts';
import { stopSignal } from './stop-signal.ts';
import { describeFailure } from './user-error.ts';

interface Options {
  readonly port: number;
  readonly data: string;
  readonly exit: boolean;
  readonly demo: boolean;
  readonly latency: number;
  readonly maxResourcesPerStack: number;
}

/** `isotherm quickstart`: sandbox clouds, a server and a stack to look at, all in this process. */
export function addQuickstart(program: Command): void {
  program
    .command('quickstart')
    .description('run two sandbox clouds, the server, and a demonstration stack')
    .option('--port <port>', 'port of the server; the sandbox clouds take the next two', wholeNumber(1, 65_533), 7400)
    .option('--data <folder>', 'where everything is kept', '.isotherm')
    .option(
      '--latency <ms>',
      'slow every answer of the sandbox clouds by so many milliseconds',
      wholeNumber(0, 600_000),
      0,
    )
    .option(
      '--max-resources-per-stack <count>',
      'resources that a stack may have, its nested stacks included',
      wholeNumber(1, 1_000_000),
      1000,
    )
    .option('--no-demo', 'only serve')
    .option('--exit', 'stop after the demonstration; status 0 when its stack is CREATE_COMPLETE', false)
    .action(async (options: Options) => {
      const stopped = stopSignal();
      // Other commands start without the sandbox.
      const { startInstallation } = await import('./quickstart/installation.ts');
      const installation = await startInstallation({
        port: options.port,
        data: resolve(options.data),
        latencyMs: options.latency,
        maxResourcesPerStack: options.maxResourcesPerStack,
      });
      console.log(`Isotherm serves ${installation.url}, the sandbox clouds the two ports after it.`);
      console.log(`Clouds for the OpenStack clients: ${installation.cloudsFile}\n`);
      try {
        const complete = options.demo && (await Promise.race([demo(installation.cloudsFile), stopped]));
        if (!options.exit) await stopped;
        else if (options.demo) process.exitCode = complete === true ? 0 : 1;
      } finally {
        await installation.stop();
      }
    });
}

/** The demonstration; where it fails, the server is there nevertheless. */
async function demo(cloudsFile: string): Promise<boolean> {
  try {
    return await runDemo(cloudsFile);
  } catch (error) {
    console.error(`The demonstration failed: ${describeFailure(error)}`);
    return false;
  }
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}
