import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Vault } from './types.ts';
import { weaknessOf } from './weak-keys.ts';

/** A master key. `id` is written into every sealed text, so that old ones can be read while keys change. */
export interface VaultKey {
  /** Letters, digits, `-` and `_`, at most 64. */
  readonly id: string;
  /** At least 32 bytes from a cryptographic source. */
  readonly key: Uint8Array;
}

/** A text cannot be unsealed, or a key is not fit for use. Says why, and nothing of the text or the key. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
}

const VERSION = 'v1';
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const KEY_ID = /^[\w-]{1,64}$/;

/**
 * Seals with AES-256-GCM under a key of its own for every text, derived (HKDF-SHA-256, RFC 5869) from the first master
 * key, a random salt and the context: what is known of one text's key says nothing of another's, nor of another
 * project's. The context is authenticated too. The other keys only unseal, until everything is resealed.
 *
 * A sealed text is `v1.<key id>.<base64url of salt, nonce, tag, ciphertext>`.
 */
export class FileVault implements Vault {
  readonly #active: VaultKey;
  readonly #keys: ReadonlyMap<string, Uint8Array>;
  readonly #random: (bytes: number) => Uint8Array;

  /** The first key seals. Throws {@link VaultError} for no key, two with one id, or one that is short or guessable. */
  constructor(keys: readonly VaultKey[], random: (bytes: number) => Uint8Array = randomBytes) {
    const [active] = keys;
    if (active === undefined) throw new VaultError('no key to seal with');
    for (const { id, key } of keys) {
      if (!KEY_ID.test(id)) throw new VaultError('a key id must be 1 to 64 letters, digits, "-" or "_"');
      const weakness = weaknessOf(key);
      if (weakness !== undefined) throw new VaultError(`the key ${id} ${weakness}`);
    }
    this.#active = active;
    this.#keys = new Map(keys.map(({ id, key }) => [id, Uint8Array.from(key)]));
    if (this.#keys.size < keys.length) throw new VaultError('two keys have the same id');
    this.#random = random;
  }

  seal(text: string, context: string): string {
    const { id } = this.#active;
    const salt = this.#random(SALT_BYTES);
    const nonce = this.#random(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#derive(id, salt, context), nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(associated(id, context));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `${VERSION}.${id}.${Buffer.concat([salt, nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`;
  }

  unseal(sealed: string, context: string): string {
    const { id, bytes } = parsed(sealed);
    const [salt, nonce, tag] = [bytes.subarray(0, 16), bytes.subarray(16, 28), bytes.subarray(28, 44)];
    const key = this.#derive(id, salt, context);
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(associated(id, context));
      decipher.setAuthTag(tag);
      return Buffer.concat([decipher.update(bytes.subarray(44)), decipher.final()]).toString('utf8');
    } catch {
      // The cause says no more, and must not carry a piece of the text along.
      throw new VaultError('a sealed text was altered, or belongs to something else');
    }
  }

  /** The text sealed with the active key; the same string when it is so already. Throws as {@link unseal} does. */
  reseal(sealed: string, context: string): string {
    const text = this.unseal(sealed, context);
    return parsed(sealed).id === this.#active.id ? sealed : this.seal(text, context);
  }

  #derive(id: string, salt: Uint8Array, context: string): Buffer {
    const master = this.#keys.get(id);
    if (master === undefined) throw new VaultError(`a text is sealed with the key ${id}, which is not among the keys`);
    return Buffer.from(hkdfSync('sha256', master, salt, `isotherm ${VERSION} ${context}`, KEY_BYTES));
  }
}

function associated(id: string, context: string): Buffer {
  return Buffer.from(JSON.stringify([VERSION, id, context]));
}

function parsed(sealed: string): { id: string; bytes: Buffer } {
  const [version, id, body, ...rest] = sealed.split('.');
  if (version !== VERSION || id === undefined || body === undefined || rest.length > 0 || !KEY_ID.test(id)) {
    throw new VaultError('a text is not sealed in a form that is known');
  }
  const bytes = Buffer.from(body, 'base64url');
  if (bytes.length < SALT_BYTES + NONCE_BYTES + TAG_BYTES) throw new VaultError('a sealed text is cut short');
  return { id, bytes };
}
