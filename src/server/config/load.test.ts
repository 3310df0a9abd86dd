import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from './error.ts';
import { loadConfig, parseConfig } from './load.ts';

const LEAST = 'home: {auth_url: "http://keystone:5000/v3"}';

describe('parseConfig', () => {
  it('fills in defaults', () => {
    const config = parseConfig(LEAST, 'isotherm.yaml');
    expect(config.listen).toEqual({ host: '127.0.0.1', port: 7400 });
    expect(config.limits.max_stacks_per_tenant).toBe(512);
    expect(config.api.prefix).toBe('/orchestration');
  });

  it.each([
    ['an unknown key at the top', `${LEAST}\nlimit: {}`, 'isotherm.yaml: unknown key limit (did you mean limits?)'],
    [
      'an unknown key in a section',
      `${LEAST}\nlimits: {max_stack_per_tenant: 5}`,
      'isotherm.yaml: unknown key limits.max_stack_per_tenant (did you mean max_stacks_per_tenant?)',
    ],
    [
      'an unknown key that is like no other',
      `${LEAST}\nlisten: {socket: x}`,
      'isotherm.yaml: unknown key listen.socket (known are host, port)',
    ],
    ['a missing section', 'listen: {}', 'isotherm.yaml: home: Invalid input: expected object, received undefined'],
    ['a URL that is none', 'home: {auth_url: keystone}', 'isotherm.yaml: home.auth_url: must be an http or https URL'],
    [
      'a bad prefix',
      `${LEAST}\napi: {prefix: heat}`,
      'isotherm.yaml: api.prefix: must be empty or a path such as /orchestration',
    ],
    [
      'no YAML',
      'home: [',
      'isotherm.yaml: not valid YAML: unexpected end of the stream within a flow collection at line 2',
    ],
  ])('refuses %s', (_what, text, message) => {
    expect(() => parseConfig(text, 'isotherm.yaml')).toThrow(new ConfigError(message));
  });

  it('lists all problems at once', () => {
    const text = 'home: {auth_url: 5}\nlisten: {port: 70000, hots: a}';
    const lines = (): string[] => {
      try {
        parseConfig(text, 'f');
        return [];
      } catch (error) {
        return (error as Error).message.split('\n');
      }
    };
    expect(lines()).toHaveLength(3);
  });
});

describe('loadConfig', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'isotherm-config-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('takes relative paths from the folder of the file', async () => {
    const file = join(folder, 'isotherm.yaml');
    writeFileSync(file, `${LEAST}\nstorage: {path: data/i.db}\npolicy_file: /etc/policy.yaml`);
    const config = await loadConfig(file);
    expect(config.storage.path).toBe(join(folder, 'data/i.db'));
    expect(config.vault.key_file).toBe(join(folder, 'vault.key'));
    expect(config.policy_file).toBe('/etc/policy.yaml');
  });

  it('says which file is missing', async () => {
    await expect(loadConfig(join(folder, 'none.yaml'))).rejects.toThrow(/none\.yaml cannot be read: ENOENT/);
  });
});
