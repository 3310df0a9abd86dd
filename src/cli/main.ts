#!/usr/bin/env node
import { Command } from 'commander';
import { isCloudError } from '../clouds/errors.ts';
import { ConfigError } from '../server/config/error.ts';
import { StoreUnusable } from '../storage/executor.ts';
import { VERSION } from '../server/version.ts';
import { UserError } from './user-error.ts';
import { addQuickstart } from './quickstart.ts';
import { addServe } from './serve.ts';
import { addSetup } from './setup.ts';
import { addVersion } from './version.ts';

const program = new Command('isotherm')
  .description('One orchestration service for many OpenStack clouds.')
  .version(VERSION)
  .showHelpAfterError();
addServe(program);
addQuickstart(program);
addSetup(program);
addVersion(program);

try {
  await program.parseAsync();
} catch (error) {
  const known =
    error instanceof UserError || error instanceof ConfigError || error instanceof StoreUnusable || isCloudError(error);
  console.error(known ? error.message : error);
  process.exitCode = 1;
}
