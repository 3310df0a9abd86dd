import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundleTemplate } from './template-files.ts';

let folder: string;
const url = (name: string): string => pathToFileURL(join(folder, name)).href;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isotherm-bundle-'));
  mkdirSync(join(folder, 'sub'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('bundleTemplate', () => {
  it('takes the files along that templates name, each relative to the one that names it', async () => {
    writeFileSync(join(folder, 'top.yaml'), 'resources:\n  a: {type: sub/inner.yaml}\n  b: {p: {get_file: text}}');
    writeFileSync(join(folder, 'sub/inner.yaml'), 'x: {get_file: ../text}\non: yes');
    writeFileSync(join(folder, 'text'), '\u00e9 text');
    const { template, files } = await bundleTemplate(join(folder, 'top.yaml'));
    expect(template).toEqual({
      resources: { a: { type: url('sub/inner.yaml') }, b: { p: { get_file: url('text') } } },
    });
    expect(files[url('text')]).toBe('\u00e9 text');
    // YAML 1.1, as everywhere with templates: `on` and `yes` are true.
    expect(JSON.parse(files[url('sub/inner.yaml')]!)).toEqual({ x: { get_file: url('text') }, true: true });
  });

  it('reads a template that includes itself once', async () => {
    writeFileSync(join(folder, 'top.yaml'), 'resources: {a: {type: top.yaml}}');
    const { files } = await bundleTemplate(join(folder, 'top.yaml'));
    expect(Object.keys(files)).toEqual([url('top.yaml')]);
  });

  it('leaves URLs and the types of the service alone', async () => {
    writeFileSync(join(folder, 'top.yaml'), 'resources: {a: {type: "http://x/y.yaml"}, b: {type: OS::Nova::Server}}');
    expect((await bundleTemplate(join(folder, 'top.yaml'))).files).toEqual({});
  });

  it('names the file that is missing or no YAML', async () => {
    writeFileSync(join(folder, 'top.yaml'), 'a: {get_file: gone}');
    await expect(bundleTemplate(join(folder, 'top.yaml'))).rejects.toThrow(/gone cannot be read/);
    writeFileSync(join(folder, 'bad.yaml'), 'a: [');
    await expect(bundleTemplate(join(folder, 'bad.yaml'))).rejects.toThrow(/bad\.yaml.*line 2/);
  });
});
