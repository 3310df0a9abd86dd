import { existsSync } from 'node:fs';
import { ensureKeyFile } from '../storage/keyfile.ts';
import { FileVault, VaultError } from '../storage/vault.ts';
import { ConfigError } from './config/error.ts';

/**
 * The vault that credentials are sealed with. Makes the key file where nothing was stored yet; without its key a database that exists
 * could not be read. Throws {@link ConfigError} for a missing, short, published or unprotected key.
 */
export function openVault(keyFile: string, databasePath: string): FileVault {
  if (!existsSync(keyFile) && existsSync(databasePath)) {
    throw new ConfigError(
      `vault.key_file: ${keyFile} is missing, but ${databasePath} holds what was sealed with it: put it back`,
    );
  }
  try {
    return new FileVault(ensureKeyFile(keyFile));
  } catch (error) {
    if (error instanceof VaultError) throw new ConfigError(`vault.key_file: ${error.message}`, { cause: error });
    throw new ConfigError(`vault.key_file: ${keyFile} cannot be read or made: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
