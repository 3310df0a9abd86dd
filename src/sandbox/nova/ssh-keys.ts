import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import type { Random } from '../../expressions/ports.ts';

const TYPE = 'ssh-ed25519';
const TYPES = new Set([
  'ssh-rsa',
  'ssh-dss',
  TYPE,
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
]);
/** DER of a PKCS #8 Ed25519 private key up to its 32 bytes of seed (RFC 8410). */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The MD5 fingerprint of an OpenSSH public key, `aa:bb:…`; undefined where the text is no such key. */
export function fingerprint(publicKey: string): string | undefined {
  const [type = '', encoded = ''] = publicKey.trim().split(/\s+/);
  const blob = Buffer.from(encoded, 'base64');
  if (!TYPES.has(type) || blob.length < 4) return undefined;
  const length = blob.readUInt32BE(0);
  if (blob.subarray(4, 4 + length).toString() !== type) return undefined;
  return createHash('md5').update(blob).digest('hex').match(/../g)!.join(':');
}

/** Makes a key pair in OpenSSH's forms. Ed25519, for which a seed is enough: the sandbox's randomness decides the key. */
export function generateKey(random: Random): { readonly privateKey: string; readonly publicKey: string } {
  const seed = Buffer.from(Array.from({ length: 32 }, () => random.integer(256)));
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  const point = spki.subarray(spki.length - 32);
  const publicBlob = Buffer.concat([field(TYPE), field(point)]);
  const comment = 'Generated-by-Nova';
  const check = Buffer.from(Array.from({ length: 4 }, () => random.integer(256)));
  const secret = Buffer.concat([check, check, publicBlob, field(Buffer.concat([seed, point])), field(comment)]);
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, i) => i + 1));
  const one = Buffer.from([0, 0, 0, 1]);
  const file = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    field('none'),
    field('none'),
    field(''),
    one,
    field(publicBlob),
    field(Buffer.concat([secret, padding])),
  ]);
  const lines = file.toString('base64').match(/.{1,70}/g)!;
  const label = 'OPENSSH PRIVATE KEY';
  const privateKey = [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
  return { privateKey, publicKey: `${TYPE} ${publicBlob.toString('base64')} ${comment}` };
}

// A string of the SSH wire format: its length, then its bytes (RFC 4251).
function field(data: string | Buffer): Buffer {
  const bytes = Buffer.from(data);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
