import type { Command } from 'commander';
import { VERSION } from '../server/version.ts';

/** `isotherm version`: what runs here. */
export function addVersion(program: Command): void {
  program
    .command('version')
    .description('print the version')
    .action(() => console.log(`isotherm ${VERSION} on Node ${process.versions.node}`));
}
