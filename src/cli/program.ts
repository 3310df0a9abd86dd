import { Command } from 'commander';
import { VERSION } from '../server/version.ts';
import { describeFailure } from './user-error.ts';
import { addCloud } from './cloud.ts';
import { addQuickstart } from './quickstart.ts';
import { addServe } from './serve.ts';
import { addSetup } from './setup.ts';
import { addTemplateCheck } from './template-check.ts';
import { addVersion } from './version.ts';

const program = new Command('isotherm')
  .description('One orchestration service for many OpenStack clouds.')
  .version(VERSION)
  .showHelpAfterError();
addServe(program);
addCloud(program);
addQuickstart(program);
addSetup(program);
addTemplateCheck(program);
addVersion(program);

try {
  await program.parseAsync();
} catch (error) {
  console.error(describeFailure(error));
  process.exitCode ??= 1;
}
