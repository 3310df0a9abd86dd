import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';

/** The client of Debian's python3-openstackclient and python3-heatclient. */
const CLIENT = '/usr/bin/openstack';

/** True when the client is there; says so loudly when it is not, because then nothing of it is tested. */
export function hasOpenstackClient(): boolean {
  const there = existsSync(CLIENT) && existsSync('/usr/lib/python3/dist-packages/heatclient');
  if (!there) {
    process.stderr.write(`!!! ${CLIENT} with its heat plugin is not installed: the real clients are NOT tested !!!\n`);
  }
  return there;
}

export interface Answer {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `openstack …` as the entry of the clouds.yaml, in its folder. */
export function openstack(cloudsFile: string, cloud: string, ...args: string[]): Promise<Answer> {
  const env = { PATH: '/usr/bin:/bin', HOME: '/nonexistent', OS_CLIENT_CONFIG_FILE: cloudsFile, OS_CLOUD: cloud };
  return new Promise((resolve) => {
    execFile(CLIENT, args, { env, cwd: dirname(cloudsFile), maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
  });
}

/** The same with `-f json`; gives what it printed. Throws when the command fails. */
export async function openstackJson<T>(cloudsFile: string, cloud: string, ...args: string[]): Promise<T> {
  const { status, stdout, stderr } = await openstack(cloudsFile, cloud, ...args, '-f', 'json');
  if (status !== 0) throw new Error(`openstack ${args.join(' ')}: status ${status}\n${stderr}`);
  // With --wait, events stand before the answer.
  return JSON.parse(stdout.slice(stdout.search(/^[[{]/m))) as T;
}
