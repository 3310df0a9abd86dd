import { createHmac } from 'node:crypto';

const STEP_MS = 30_000;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** True when a six-digit code is right for a base32 secret now or one step before (RFC 6238, as keystone/auth/plugins/totp.py). */
export function totpMatches(secret: string, passcode: string, now: number): boolean {
  return [now, now - STEP_MS].some((time) => passcodeAt(secret, time) === passcode);
}

/** The six digits that a base32 secret gives at a time, in milliseconds since the epoch (RFC 6238, RFC 4226 §5.3). */
export function passcodeAt(secret: string, time: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(Math.floor(time / STEP_MS)));
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
