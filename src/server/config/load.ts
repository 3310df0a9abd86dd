import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';
import type { z } from 'zod';
import { nearest } from '../../template/index.ts';
import { ConfigError } from './error.ts';
import { CONFIG_SCHEMA, type Config } from './schema.ts';

/** Reads a configuration file. Paths in it are taken from its folder. Throws {@link ConfigError} that lists all that is wrong. */
export async function loadConfig(file: string): Promise<Config> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`The configuration ${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  return absolute(parseConfig(text, file), dirname(resolve(file)));
}

/** Reads the text of a configuration; `file` is what messages call it. Throws {@link ConfigError}. */
export function parseConfig(text: string, file: string): Config {
  const result = CONFIG_SCHEMA.safeParse(parseYaml(text, file));
  if (result.success) return result.data;
  throw new ConfigError(
    result.error.issues
      .flatMap(describe)
      .map((line) => `${file}: ${line}`)
      .join('\n'),
  );
}

function parseYaml(text: string, file: string): unknown {
  try {
    return load(text, { schema: CORE_SCHEMA }) ?? {};
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const line = error.mark === undefined ? '' : ` at line ${error.mark.line + 1}`;
    throw new ConfigError(`${file}: not valid YAML: ${error.reason}${line}`);
  }
}

function describe(issue: z.core.$ZodIssue): string[] {
  const place = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') return [`${place || 'the file'}: ${issue.message}`];
  const known = keysAt(issue.path);
  return issue.keys.map((key) => {
    const near = nearest(key, known);
    const hint = near === undefined ? `known are ${known.join(', ')}` : `did you mean ${near}?`;
    return `unknown key ${[...issue.path, key].join('.')} (${hint})`;
  });
}

function keysAt(path: readonly PropertyKey[]): string[] {
  const sections = CONFIG_SCHEMA.shape as Readonly<Record<string, z.ZodType>>;
  if (path.length === 0) return Object.keys(sections);
  let section: unknown = sections[String(path[0])];
  while (section !== undefined && !hasShape(section)) section = inner(section);
  return section === undefined ? [] : Object.keys(section.shape);
}

function hasShape(schema: unknown): schema is { shape: object } {
  return typeof schema === 'object' && schema !== null && 'shape' in schema;
}

function inner(schema: unknown): unknown {
  return (schema as { def?: { innerType?: unknown } }).def?.innerType;
}

function absolute(config: Config, folder: string): Config {
  const at = (path: string): string => resolve(folder, path);
  const { home, storage, vault, policy_file, log } = config;
  return {
    ...config,
    home: {
      ...home,
      ...(home.clouds_yaml !== undefined && { clouds_yaml: at(home.clouds_yaml) }),
      ...(home.password_file !== undefined && { password_file: at(home.password_file) }),
      ...(home.ca_cert !== undefined && { ca_cert: isPem(home.ca_cert) ? home.ca_cert : at(home.ca_cert) }),
    },
    storage: { ...storage, path: at(storage.path) },
    vault: { ...vault, key_file: at(vault.key_file) },
    ...(policy_file !== undefined && { policy_file: at(policy_file) }),
    log: { ...log, ...(log.file !== undefined && { file: at(log.file) }) },
  };
}

/** True for the text of certificates, as opposed to the path of a file with them. */
export function isPem(text: string): boolean {
  return text.includes('-----BEGIN ');
}
