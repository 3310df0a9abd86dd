import { createPrivateKey, createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fingerprint, generateKey } from './ssh-keys.ts';

const zeros = { integer: () => 0, uuid: () => '' };
const counting = (): { integer: () => number; uuid: () => string } => {
  let next = 0;
  return { integer: (bound?: number) => (next += 1) % (bound ?? 256), uuid: () => '' };
};

describe('SSH keys', () => {
  it('fingerprints a public key as ssh-keygen -E md5 does', () => {
    const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA x@y';
    expect(fingerprint(key)).toMatch(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/);
    expect(fingerprint(key)).toBe(fingerprint(key.replace(' x@y', '')));
  });

  it('knows no fingerprint of junk', () => {
    for (const text of ['', 'junk', 'ssh-rsa', 'ssh-rsa AAAA', 'ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAA', 'ssh-nsa AAAA']) {
      expect(fingerprint(text)).toBeUndefined();
    }
  });

  it('makes the key that its randomness decides', () => {
    const first = generateKey(counting());
    expect(generateKey(counting())).toEqual(first);
    expect(generateKey(zeros).publicKey).not.toBe(first.publicKey);
    expect(first.privateKey).toMatch(/^-----BEGIN OPENSSH PRIVATE KEY-----\n/);
    expect(fingerprint(first.publicKey)).toBeDefined();
  });

  it('makes a public key that belongs to the private one', () => {
    const { privateKey, publicKey } = generateKey(counting());
    const file = Buffer.from(privateKey.split('\n').slice(1, -2).join(''), 'base64');
    const blob = Buffer.from(publicKey.split(' ')[1]!, 'base64');
    const point = blob.subarray(blob.length - 32);
    const seed = file.subarray(file.lastIndexOf(point) - 32, file.lastIndexOf(point));
    const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
    const key = createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
    expect(key.export({ format: 'der', type: 'spki' }).subarray(-32)).toEqual(Buffer.from(point));
  });
});
