import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));

/** What a process that has ended left. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `isotherm quickstart` as a process of its own, on a folder of its own; it can be killed and started again on that folder. */
export class Quickstart {
  readonly data = mkdtempSync(join(tmpdir(), 'isotherm-quickstart-'));
  readonly cloudsFile = join(this.data, 'clouds.yaml');
  readonly port: number;
  readonly #arguments: readonly string[];
  #process: ChildProcess | undefined;
  #output = '';

  constructor(port: number, more: readonly string[]) {
    this.port = port;
    this.#arguments = ['quickstart', '--port', String(port), '--data', this.data, ...more];
  }

  /** Resolves once it serves. Rejects with what it printed when it ends before. */
  async start(): Promise<void> {
    const process = this.#spawn();
    const early = once(process, 'exit');
    const serving = new Promise<void>((resolve) => {
      process.stdout!.on('data', () => this.#output.includes('Isotherm serves') && resolve());
    });
    const ended = await Promise.race([serving.then(() => undefined), early]);
    if (ended !== undefined) throw new Error(`quickstart ended:\n${this.#output}`);
  }

  /** Runs it until it ends by itself. */
  async run(): Promise<Ended> {
    const process = this.#spawn();
    let [stdout, stderr] = ['', ''];
    process.stdout!.on('data', (text: string) => (stdout += text));
    process.stderr!.on('data', (text: string) => (stderr += text));
    const [status] = (await once(process, 'close')) as [number | null];
    this.#process = undefined;
    return { status, stdout, stderr };
  }

  /** Ends it; SIGKILL leaves it no time for anything. Gives its status, null where the signal ended it. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const process = this.#process;
    this.#process = undefined;
    if (process === undefined || process.exitCode !== null) return process?.exitCode ?? null;
    const exit = once(process, 'exit');
    process.kill(signal);
    const [status] = (await exit) as [number | null];
    return status;
  }

  /** Ends it and removes its folder. */
  async remove(): Promise<void> {
    await this.end('SIGKILL');
    rmSync(this.data, { recursive: true, force: true });
  }

  #spawn(): ChildProcess {
    this.#output = '';
    const child = spawn(process.execPath, [MAIN, ...this.#arguments], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.#output += text));
    }
    return child;
  }
}
