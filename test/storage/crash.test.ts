import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openStore } from '../../src/storage/sqlite/open.ts';

const WRITER = fileURLToPath(new URL('crash-writer.ts', import.meta.url));

it('a process killed in the middle of commits loses nothing that was acknowledged, and leaves nothing half-done', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'isotherm-crash-'));
  const path = join(folder, 'store.db');
  try {
    let written = 0;
    for (const acknowledgements of [1, 150, 777]) {
      const acknowledged = await killAfter(path, acknowledgements);
      expect(acknowledged.length).toBeGreaterThanOrEqual(acknowledgements);

      const store = await openStore({ path });
      const resources = new Map((await store.resources('s1')).map((resource) => [resource.id, resource]));
      const events = new Set((await store.events({ stackIds: ['s1'] })).map(({ id }) => id));
      for (const number of acknowledged) expect(resources.get(`r${number}`)?.status).toBe('FAILED');
      expect([...resources.values()].every(({ status }) => status === 'FAILED')).toBe(true);
      expect([...resources.keys()].map((id) => `e${id.slice(1)}`).toSorted()).toEqual([...events].toSorted());
      expect(resources.size).toBeGreaterThan(written);
      written = resources.size;
      await store.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Runs the writer until it acknowledged that many, kills it, and gives the numbers of all it acknowledged. */
async function killAfter(path: string, acknowledgements: number): Promise<string[]> {
  const child = spawn(process.execPath, [WRITER, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (output.split('\n').length > acknowledgements) child.kill('SIGKILL');
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect({ code, signal }).toEqual({ code: null, signal: 'SIGKILL' });
  return output.split('\n').slice(0, -1);
}
