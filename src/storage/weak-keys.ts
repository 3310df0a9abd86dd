const LEAST_BYTES = 32;
/** Random bytes have far more, and also random hexadecimal text nearly always has all of its 16. */
const LEAST_DIFFERENT = 8;

/** Keys that are printed in public code or documentation. */
const PUBLISHED = [
  // heat/common/crypt.py, auth_encryption_key
  'notgood but just long enough i t',
  // barbican/plugin/crypto/simple_crypto.py, kek
  'dGhpcnR5X3R3b19ieXRlX2tleWJsYWhibGFoYmxhaGg=',
  'thirty_two_byte_keyblahblahblahh',
];

/** Why the key must not be used: too short, known to everybody, or of a pattern. Undefined when nothing is wrong with it. */
export function weaknessOf(key: Uint8Array): string | undefined {
  if (key.length < LEAST_BYTES) return `has ${key.length} bytes; it needs ${LEAST_BYTES} at least`;
  const text = Buffer.from(key).toString('latin1');
  if (PUBLISHED.some((published) => text.includes(published))) return 'is a published default';
  if (new Set(key).size < LEAST_DIFFERENT || repeats(key) || counts(key)) {
    return 'follows a pattern; take one from a cryptographic source';
  }
  return undefined;
}

/** The first half or less, over and over. */
function repeats(key: Uint8Array): boolean {
  for (let period = 1; period <= key.length / 2; period += 1) {
    if (key.every((byte, index) => byte === key[index % period])) return true;
  }
  return false;
}

/** 0, 1, 2 … or any other constant step. */
function counts(key: Uint8Array): boolean {
  const step = (key[1]! - key[0]! + 256) % 256;
  return key.every((byte, index) => index === 0 || (byte - key[index - 1]! + 256) % 256 === step);
}
