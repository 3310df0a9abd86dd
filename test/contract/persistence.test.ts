import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { listAt, textAt } from './harness/index.ts';
import type { Value } from '../../src/expressions/values.ts';

const WRITER = join(import.meta.dirname, 'persistence-writer.ts');
const ROUNDS = 3;
const KILL_AFTER = 40;

describe('a sandbox cloud that is killed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has everything it ever told of, and the tokens it gave', async () => {
    const told = new Set<string>();
    let token = '';
    for (let round = 0; round < ROUNDS; round += 1) {
      const { child, url } = await start(join(folder, 'state'));
      token ||= await logIn(url);
      const exited = new Promise((resolve) => child.once('exit', resolve));
      await Promise.allSettled(
        [1, 2, 3, 4].map((lane) => writeUntilKilled(url, token, `${round}-${lane}`, told, child)),
      );
      await exited;
    }
    const { child, url } = await start(join(folder, 'state'));
    const kept = await list(url, token);
    child.kill('SIGKILL');
    expect(told.size).toBeGreaterThanOrEqual(ROUNDS * KILL_AFTER);
    expect([...told].filter((name) => !kept.includes(name))).toEqual([]);
  });
});

async function start(file: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [WRITER, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once('exit', () => reject(new Error('The sandbox did not start')));
  });
  return { child, url: `http://127.0.0.1:${port}` };
}

async function logIn(url: string): Promise<string> {
  const domain = { id: 'default' };
  const identity = { methods: ['password'], password: { user: { name: 'demo', domain, password: 'secret' } } };
  const body = JSON.stringify({ auth: { identity, scope: { project: { name: 'demo', domain } } } });
  const headers = { 'content-type': 'application/json' };
  return (await fetch(`${url}/identity/v3/auth/tokens`, { method: 'POST', headers, body })).headers.get(
    'x-subject-token',
  )!;
}

/** Four of these run at once; the process is killed in the middle of what the others have under way. */
async function writeUntilKilled(
  url: string,
  token: string,
  lane: string,
  told: Set<string>,
  child: ChildProcess,
): Promise<void> {
  const headers = { 'x-auth-token': token, 'content-type': 'application/json' };
  const before = told.size;
  for (let i = 0; ; i += 1) {
    const name = `${lane}-${i}`;
    const body = JSON.stringify({ name, payload: 'x', payload_content_type: 'text/plain' });
    const reply = await fetch(`${url}/key-manager/v1/secrets`, { method: 'POST', headers, body });
    if (reply.status !== 201) throw new Error(`Status ${reply.status}`);
    told.add(name);
    if (told.size - before >= KILL_AFTER) child.kill('SIGKILL');
  }
}

async function list(url: string, token: string): Promise<string[]> {
  const names: string[] = [];
  for (let offset = 0; ; offset += 100) {
    const path = `${url}/key-manager/v1/secrets?limit=100&offset=${offset}`;
    const body = (await (await fetch(path, { headers: { 'x-auth-token': token } })).json()) as Value;
    names.push(...listAt(body, 'secrets').map((secret) => textAt(secret, 'name')));
    if (listAt(body, 'secrets').length < 100) return names;
  }
}
