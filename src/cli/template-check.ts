import { access, constants } from 'node:fs/promises';
import { Option, type Command, type CommanderError } from 'commander';
import { hasErrors, type Problem } from '../template/index.ts';
import { systemClock } from '../server/system.ts';
import { UserError } from './user-error.ts';
import { FORMATS, formatProblems, type Format } from './template-check/formats.ts';

interface Options {
  readonly environment?: readonly string[];
  readonly format: Format;
  readonly strict: boolean;
}

/** Exit statuses: there are problems; the command is used wrongly. */
const PROBLEMS = 1;
const USAGE = 2;

/** `isotherm template check`: everything that is wrong with templates, without any cloud. */
export function addTemplateCheck(program: Command): void {
  const group = program.command('template').description('look at templates');
  group.exitOverride(leave);
  group
    .command('check')
    .description('say everything that is wrong with templates and the files they name; no cloud is asked')
    .argument('<file...>', 'templates')
    .option('-e, --environment <file>', 'an environment; may be given again, the last over those before', collect)
    .addOption(new Option('--format <format>', 'how problems are printed').choices([...FORMATS]).default('text'))
    .option('--strict', 'every parameter without a default must have a value', false)
    .addHelpText('after', '\nExit status: 0 nothing is wrong (warnings aside), 1 there are problems, 2 wrong usage.')
    .action(async (files: string[], { environment: environments = [], format, strict }: Options) => {
      await requireReadable([...files, ...environments]);
      // Other commands start without the resource types.
      const { ResourceTypes } = await import('../resources/catalog.ts');
      const { resourceTypes } = await import('../resources/index.ts');
      const { checkOffline } = await import('./template-check/offline.ts');
      const host = { types: new ResourceTypes(resourceTypes), clock: systemClock, region: 'RegionOne' };
      const problems: Problem[] = [];
      for (const file of files) problems.push(...(await checkOffline(file, { host, environments, strict })));
      process.stdout.write(formatProblems(problems, format, process.cwd()));
      if (hasErrors(problems)) process.exitCode = PROBLEMS;
      if (format === 'text') console.error(summary(problems, files.length));
    });
}

function summary(problems: readonly Problem[], files: number): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;
  return `${count(files, 'template')} checked: ${count(errors, 'error')}, ${count(problems.length - errors, 'warning')}`;
}

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

async function requireReadable(files: readonly string[]): Promise<void> {
  for (const file of files) {
    try {
      await access(file, constants.R_OK);
    } catch (error) {
      process.exitCode = USAGE;
      throw new UserError(`${file} cannot be read: ${(error as Error).message}`);
    }
  }
}

function leave(error: CommanderError): never {
  process.exit(error.exitCode === 0 ? 0 : USAGE);
}
