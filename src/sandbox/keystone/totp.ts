import { createHmac } from 'node:crypto';

const STEP_MS = 30_000;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** True when a six-digit code is right for a base32 secret now or one step before (RFC 6238, as keystone/auth/plugins/totp.py). */
export function totpMatches(secret: string, passcode: string, now: number): boolean {
  const step = Math.floor(now / STEP_MS);
  return [step, step - 1].some((counter) => codeAt(secret, counter) === passcode);
}

function codeAt(secret: string, counter: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac('sha1', fromBase32(secret)).update(message).digest();
  const offset = mac.at(-1)! & 0x0f;
  const number = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const letter of text.toUpperCase().replaceAll(/[=\s]/g, '')) {
    value = ((value << 5) | Math.max(ALPHABET.indexOf(letter), 0)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((value >> bits) & 0xff);
  }
  return Buffer.from(bytes);
}
