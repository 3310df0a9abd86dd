import { readFile } from 'node:fs/promises';
import { PolicyError } from '../api/policy/check.ts';
import { policyFromFile } from '../api/policy/file.ts';
import { Policy } from '../api/policy/policy.ts';
import { ConfigError } from './config/error.ts';

/** The policy of a file, or the default one. Throws {@link ConfigError} when the file cannot be read or understood. */
export async function readPolicy(file: string | undefined): Promise<Policy> {
  if (file === undefined) return new Policy();
  try {
    return policyFromFile(await readFile(file, 'utf8'), file);
  } catch (error) {
    const text = error instanceof PolicyError ? error.message : `${file} cannot be read: ${(error as Error).message}`;
    throw new ConfigError(`policy_file: ${text}`, { cause: error });
  }
}
