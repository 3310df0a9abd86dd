import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { json, text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Credential } from '../../../src/clouds/types.ts';

const PYTHON = '/usr/bin/python3';
const SCRIPT = fileURLToPath(new URL('keystoneauth.py', import.meta.url));

/** What became of a login with keystoneauth1: the headers that let a request in, or the class of the error. */
export type Verdict =
  | { readonly headers: Readonly<Record<string, string>>; readonly project: string | null }
  | { readonly error: string; readonly message: string };

/** True when Debian's python3-keystoneauth1 is there; says so loudly where it is not. */
export function hasKeystoneauth(): boolean {
  const there = existsSync(PYTHON) && existsSync('/usr/lib/python3/dist-packages/keystoneauth1');
  if (!there) process.stderr.write('!!! python3-keystoneauth1 is not installed: logins are NOT compared with it !!!\n');
  return there;
}

/** What keystoneauth1 makes of each credential, and the parameters that its own plugins take, by their names. */
export interface Verdicts {
  readonly verdicts: readonly Verdict[];
  readonly plugins: Readonly<Record<string, readonly string[]>>;
}

/** Logs in with each credential by keystoneauth1; `caFile` holds the authorities to trust instead of the system's. */
export async function keystoneauth(credentials: readonly Credential[], caFile?: string): Promise<Verdicts> {
  const env = { PATH: '/usr/bin:/bin', HOME: '/nonexistent' };
  const child = spawn(PYTHON, [SCRIPT, ...(caFile === undefined ? [] : [caFile])], { env, stdio: 'pipe' });
  const [answer, complaints, exit] = [json(child.stdout), text(child.stderr), once(child, 'exit')];
  answer.catch(() => {});
  child.stdin.end(JSON.stringify(credentials.map(({ authType, auth }) => ({ auth_type: authType, auth }))));
  const [status] = (await exit) as [number | null];
  if (status !== 0) throw new Error(`keystoneauth1 ended with ${status}:\n${await complaints}`);
  return (await answer) as Verdicts;
}
