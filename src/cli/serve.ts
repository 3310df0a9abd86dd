import type { Command } from 'commander';
import { destination } from 'pino';
import { composeServer } from '../server/compose.ts';
import { loadConfig } from '../server/config/load.ts';
import { readHome } from '../server/config/home.ts';
import { makeLog } from '../server/log.ts';
import { stopSignal } from './stop-signal.ts';

/** `isotherm serve`: the server, until it is told to stop. */
export function addServe(program: Command): void {
  program
    .command('serve')
    .description('serve the orchestration API')
    .requiredOption('--config <file>', 'the configuration (see docs/configuration.md)')
    .action(async ({ config: file }: { config: string }) => {
      const config = await loadConfig(file);
      const home = await readHome(config.home, process.env);
      const log = makeLog(config.log.level, destination({ dest: config.log.file ?? 1, mkdir: true, sync: true }));
      const server = await composeServer({ config, home, log });
      const stop = stopSignal();
      const port = await server.start().catch(async (error: unknown) => {
        await server.stop();
        throw error;
      });
      log.info({ host: config.listen.host, port, home: home.cloud.authUrl }, 'serving');
      log.info({ signal: await stop }, 'stopping');
      await server.stop();
    });
}
