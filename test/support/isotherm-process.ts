import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** What a process that has ended left. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The `isotherm` command as a process of its own; it can be killed and started again. */
export class IsothermProcess {
  readonly #arguments: readonly string[];
  readonly #serving: string;
  readonly #env: NodeJS.ProcessEnv;
  #process: ChildProcess | undefined;
  #stdout = '';
  #stderr = '';

  /** `serving` is what it prints once it serves. */
  constructor(args: readonly string[], options: { serving?: string; env?: NodeJS.ProcessEnv } = {}) {
    this.#arguments = args;
    this.#serving = options.serving ?? '';
    this.#env = { ...process.env, ...options.env };
  }

  /** Resolves once it serves. Rejects with what it printed when it ends before. */
  async start(): Promise<void> {
    const child = this.#spawn();
    const serving = new Promise<undefined>((resolve) => {
      child.stdout!.on('data', () => this.#stdout.includes(this.#serving) && resolve(undefined));
    });
    const ended = await Promise.race([serving, once(child, 'exit')]);
    if (ended !== undefined) throw new Error(`isotherm ended:\n${this.#stdout}${this.#stderr}`);
  }

  /** Runs it until it ends by itself. */
  async run(): Promise<Ended> {
    const [status] = (await once(this.#spawn(), 'close')) as [number | null];
    this.#process = undefined;
    return { status, stdout: this.#stdout, stderr: this.#stderr };
  }

  /** Ends it; SIGKILL leaves it no time for anything. Gives its status, null where the signal ended it. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null) return child?.exitCode ?? null;
    const exit = once(child, 'exit');
    child.kill(signal);
    const [status] = (await exit) as [number | null];
    return status;
  }

  #spawn(): ChildProcess {
    this.#stdout = '';
    this.#stderr = '';
    const child = spawn(process.execPath, [MAIN, ...this.#arguments], {
      env: this.#env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => (this.#stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    this.#process = child;
    return child;
  }
}
