import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { destination } from 'pino';
import { composeServer } from '../../server/compose.ts';
import { makeLog } from '../../server/log.ts';
import { writeCloudsFile } from './clouds-file.ts';
import { LOOPBACK, startSandbox } from './sandbox-clouds.ts';
import { quickstartConfig, quickstartHome } from './server-settings.ts';

export interface InstallationOptions {
  /** Port of the server; the sandbox clouds take the two that follow. */
  readonly port: number;
  /** Folder of all that is remembered. */
  readonly data: string;
  readonly latencyMs: number;
  /** Resources that a stack may have with all its nested ones; -1: no limit. */
  readonly maxResourcesPerStack: number;
}

/** What the quickstart runs. */
export interface Installation {
  readonly url: string;
  readonly cloudsFile: string;
  stop(): Promise<void>;
}

/** Starts the sandbox clouds east and west, and a server whose home is east. What was there before goes on. */
export async function startInstallation(options: InstallationOptions): Promise<Installation> {
  const { port, data, latencyMs } = options;
  await mkdir(data, { recursive: true, mode: 0o700 });
  const [east, west] = [port + 1, port + 2];
  const url = `http://${LOOPBACK}:${port}`;
  const config = quickstartConfig(port, east, data, { max_resources_per_stack: options.maxResourcesPerStack });
  const log = makeLog(config.log.level, destination({ dest: config.log.file!, mkdir: true, sync: true }));
  // First, because it keeps every other process away from the folder.
  const server = await composeServer({ config, home: quickstartHome(east), log });
  const running: (() => Promise<void>)[] = [() => server.stop()];
  const stop = async (): Promise<void> => {
    for (const end of running.splice(0)) await end();
  };
  try {
    const orchestration = {
      type: 'orchestration',
      name: 'isotherm',
      url: `${url}${config.api.prefix}/v1/%(project_id)s`,
    };
    running.push(await startSandbox({ name: 'east', port: east, data, latencyMs, extraCatalog: [orchestration] }));
    running.push(await startSandbox({ name: 'west', port: west, data, latencyMs }));
    const cloudsFile = join(data, 'clouds.yaml');
    await writeCloudsFile(cloudsFile, [
      { name: 'east', port: east },
      { name: 'west', port: west },
    ]);
    await server.start();
    return { url, cloudsFile, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
