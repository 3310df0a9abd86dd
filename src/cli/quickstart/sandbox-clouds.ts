import { join } from 'node:path';
import { createSandbox, DiskStateFile, listen, type CatalogEntry } from '../../sandbox/index.ts';
import { describeListenError } from '../../server/listen.ts';
import { systemClock, systemRandom } from '../../server/system.ts';
import { UserError } from '../user-error.ts';

/** The service user's name and the password of everybody in a sandbox cloud. They only ever listen on loopback. */
export const SANDBOX_SERVICE_USER = 'isotherm';
export const SANDBOX_PASSWORD = 'secret';
export const LOOPBACK = '127.0.0.1';

export interface SandboxPlace {
  readonly name: string;
  readonly port: number;
  /** Folder of its journal. */
  readonly data: string;
  readonly latencyMs: number;
  readonly extraCatalog?: readonly CatalogEntry[];
}

/** Starts a sandbox cloud, going on from its journal; the result stops it. Throws {@link UserError} when its port is taken. */
export async function startSandbox(place: SandboxPlace): Promise<() => Promise<void>> {
  const { name, port, latencyMs } = place;
  const sandbox = createSandbox({
    name,
    baseUrl: sandboxUrl(port),
    clock: systemClock,
    random: systemRandom,
    state: new DiskStateFile(join(place.data, `${name}.journal`)),
    latencyMs,
    seed: { password: SANDBOX_PASSWORD, serviceUsers: [SANDBOX_SERVICE_USER] },
    extraCatalog: place.extraCatalog ?? [],
  });
  try {
    const listener = await listen(sandbox, port, LOOPBACK);
    return async () => {
      await listener.close();
      sandbox.close();
    };
  } catch (error) {
    sandbox.close();
    throw new UserError(`${describeListenError(error, LOOPBACK, port)} Choose another with --port.`);
  }
}

/** Where a sandbox cloud of this port is. */
export const sandboxUrl = (port: number): string => `http://${LOOPBACK}:${port}`;

/** Its Keystone. */
export const keystoneUrl = (port: number): string => `${sandboxUrl(port)}/identity/v3`;
