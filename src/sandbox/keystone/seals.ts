import { createHmac, timingSafeEqual } from 'node:crypto';
import { hexId, type Kernel } from '../kernel/kernel.ts';
import type { Collection } from '../kernel/state.ts';
import type { TokenKey } from './records.ts';

// Version byte 0x80 and a time before 2032 make every Fernet token start like this, and clients' logs mask by it.
const PREFIX = 'gAAAAABq';
const SIGNATURE_BYTES = 24;
const SIGNATURE_CHARACTERS = 32;

/** Makes texts that look like Fernet tokens and that only this cloud can have made; what one purpose sealed, no other opens. */
export class Seals {
  readonly #keys: Collection<TokenKey>;
  readonly #purpose: string;

  constructor({ state, random }: Kernel, purpose = '') {
    this.#purpose = purpose;
    this.#keys = state.collection('keystone.tokenKeys');
    if (this.#keys.size === 0) this.#keys.put({ id: 'key', secret: hexId(random) + hexId(random), generation: 1 });
  }

  /** What is sealed can be voided as a whole by counting this up. */
  get generation(): number {
    return this.#key().generation;
  }

  nextGeneration(): void {
    this.#keys.update('key', { generation: this.generation + 1 });
  }

  /** The text that holds a JSON value. */
  seal(value: unknown): string {
    const payload = Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${PREFIX}${payload}${this.#sign(payload).toString('base64url')}`;
  }

  /** The value in a text; undefined where the text was not sealed here. */
  open(text: string): unknown {
    if (!text.startsWith(PREFIX)) return undefined;
    const payload = text.slice(PREFIX.length, -SIGNATURE_CHARACTERS);
    const given = Buffer.from(text.slice(-SIGNATURE_CHARACTERS), 'base64url');
    const wanted = this.#sign(payload);
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  }

  #sign(payload: string): Buffer {
    const signed = this.#purpose + payload;
    return createHmac('sha256', this.#key().secret).update(signed).digest().subarray(0, SIGNATURE_BYTES);
  }

  #key(): TokenKey {
    return this.#keys.get('key')!;
  }
}
