import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DiskStateFile } from './statefile.ts';

describe('DiskStateFile', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'statefile-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('reads back what was appended', async () => {
    const file = new DiskStateFile(join(folder, 'j'));
    await file.append(['one', 'two']);
    await file.append(['drei ü']);
    file.close();
    expect([...new DiskStateFile(join(folder, 'j')).load()]).toEqual(['one', 'two', 'drei ü']);
  });

  it('drops a torn last line and goes on behind the whole ones', async () => {
    const path = join(folder, 'j');
    const file = new DiskStateFile(path);
    await file.append(['one']);
    appendFileSync(path, '[["things","a",{"id');
    const again = new DiskStateFile(path);
    expect([...again.load()]).toEqual(['one']);
    await again.append(['two']);
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
  });

  it('replaces everything and goes on from there', async () => {
    const path = join(folder, 'j');
    const file = new DiskStateFile(path);
    await file.append(['one', 'two']);
    file.replace(['all']);
    await file.append(['more']);
    expect([...new DiskStateFile(path).load()]).toEqual(['all', 'more']);
  });

  it('finishes what is under way when it is closed, and takes no more', async () => {
    const path = join(folder, 'j');
    const file = new DiskStateFile(path);
    const last = file.append(['one']);
    file.close();
    await last;
    await expect(file.append(['two'])).rejects.toThrow('closed');
    expect([...new DiskStateFile(path).load()]).toEqual(['one']);
  });
});
