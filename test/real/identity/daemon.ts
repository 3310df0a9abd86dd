import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';

const KILLED_AFTER_MS = 10_000;

/** A process that serves until it is ended, and ends with this one. What it prints goes to a file. */
export class Daemon {
  readonly #child: ChildProcess;
  readonly #log: string;

  constructor(command: readonly string[], log: string, env: NodeJS.ProcessEnv = {}) {
    const out = openSync(log, 'w');
    this.#log = log;
    this.#child = spawn('setpriv', ['--pdeathsig', 'TERM', ...command], {
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', ...env },
      stdio: ['ignore', out, out],
    });
    closeSync(out);
  }

  /** What it has printed so far. */
  get printed(): string {
    return readFileSync(this.#log, 'utf8');
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  async end(): Promise<void> {
    if (this.hasEnded) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    const late = setTimeout(() => this.#child.kill('SIGKILL'), KILLED_AFTER_MS);
    await exit;
    clearTimeout(late);
  }
}
