import { createHash } from 'node:crypto';
import { PythonError } from '../../expressions/python/errors.ts';
import { reprText } from '../../expressions/python/text.ts';
import { typeError, valueError } from '../resolve-error.ts';
import type { TemplateFunction } from './contract.ts';

/** Python's names of hash algorithms (hashlib), and what OpenSSL calls them. */
const ALGORITHMS: Readonly<Record<string, string>> = {
  md5: 'md5',
  sha1: 'sha1',
  sha224: 'sha224',
  sha256: 'sha256',
  sha384: 'sha384',
  sha512: 'sha512',
  sha512_224: 'sha512-224',
  sha512_256: 'sha512-256',
  sha3_224: 'sha3-224',
  sha3_256: 'sha3-256',
  sha3_384: 'sha3-384',
  sha3_512: 'sha3-512',
  blake2b: 'blake2b512',
  blake2s: 'blake2s256',
  sm3: 'sm3',
  ripemd160: 'ripemd160',
  'md5-sha1': 'md5-sha1',
};

/** The text in Latin-1, which is what the digest is made of. */
function latin1(text: string): Buffer {
  const position = Array.from(text).findIndex((char) => char.codePointAt(0)! > 0xff);
  if (position < 0) return Buffer.from(text, 'latin1');
  const code = Array.from(text)[position]!.codePointAt(0)!;
  const escaped =
    code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  throw new PythonError(
    'UnicodeEncodeError',
    `'latin-1' codec can't encode character '${escaped}' in position ${position}: ordinal not in range(256)`,
  );
}

/** `digest: [algorithm, text]`: the hash in hexadecimal. */
export const digest: TemplateFunction = {
  description: 'A function for performing digest operations.',
  result: (raw, call) => {
    const args = call.resolve(raw);
    if (!Array.isArray(args) || !args.every((item) => typeof item === 'string')) {
      throw typeError(`Argument to function "${call.name}" must be a list of strings`);
    }
    const [algorithm, text] = args;
    if (args.length !== 2 || algorithm === undefined || text === undefined) {
      throw valueError(`Function "${call.name}" usage: ["<algorithm>", "<value>"]`);
    }
    const name = algorithm.toLowerCase();
    if (!Object.hasOwn(ALGORITHMS, name)) {
      throw valueError(`Algorithm must be one of {${Object.keys(ALGORITHMS).map(reprText).join(', ')}}`);
    }
    return createHash(ALGORITHMS[name]!).update(latin1(text)).digest('hex');
  },
};
