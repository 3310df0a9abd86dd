import { isIP } from 'node:net';

/** An IP address as a number. */
export interface Address {
  readonly version: 4 | 6;
  readonly value: bigint;
}
/** A block of addresses; `first` has no host bits. */
export interface Block {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
  readonly prefix: number;
}
/** Addresses from `start` to `end`, both included. */
export interface Range {
  readonly start: bigint;
  readonly end: bigint;
}

/** Reads an IPv4 or IPv6 address; undefined for any other text. */
export function parseAddress(text: string): Address | undefined {
  switch (isIP(text)) {
    case 4:
      return { version: 4, value: text.split('.').reduce((sum, part) => (sum << 8n) | BigInt(part), 0n) };
    case 6:
      return text.includes('%') ? undefined : { version: 6, value: parseV6(text) };
    default:
      return undefined;
  }
}

function parseV6(text: string): bigint {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (tail) {
    const low = parseAddress(tail[2]!)!.value;
    return parseV6(`${tail[1]}${(low >> 16n).toString(16)}:${(low & 0xffffn).toString(16)}`);
  }
  const [head = '', rest] = text.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = rest === undefined || rest === '' ? [] : rest.split(':');
  const zeros = rest === undefined ? [] : Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...zeros, ...after].reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

/** Writes an address in its shortest form (RFC 5952 for IPv6). */
export function formatAddress(version: 4 | 6, value: bigint): string {
  if (version === 4) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
  const groups = Array.from({ length: 8 }, (_, i) => ((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
}

/** Reads `10.0.0.0/24`; host bits are cut off. Undefined for text that is no block. */
export function parseBlock(text: string): Block | undefined {
  const [left = '', right, more] = text.split('/');
  const address = parseAddress(left);
  if (address === undefined || right === undefined || more !== undefined || !/^\d{1,3}$/.test(right)) return undefined;
  const bits = bitsOf(address.version);
  const prefix = Number(right);
  return prefix > bits ? undefined : blockAt(address.version, address.value, prefix);
}

/** The block of that prefix length which the address is in. */
export function blockAt(version: 4 | 6, value: bigint, prefix: number): Block {
  const size = 1n << BigInt(bitsOf(version) - prefix);
  const first = (value / size) * size;
  return { version, first, last: first + size - 1n, prefix };
}

export function formatBlock(block: Block): string {
  return `${formatAddress(block.version, block.first)}/${block.prefix}`;
}

/** 32 or 128. */
export function bitsOf(version: 4 | 6): number {
  return version === 4 ? 32 : 128;
}

export function overlap(a: Block, b: Block): boolean {
  return a.version === b.version && a.first <= b.last && b.first <= a.last;
}

export function within(block: Block, address: Address): boolean {
  return address.version === block.version && address.value >= block.first && address.value <= block.last;
}

/** The IPv6 address that a host with this MAC gives itself in a /64 (RFC 4291, modified EUI-64). */
export function eui64(block: Block, mac: string): bigint {
  const bytes = mac.split(':').map((part) => Number.parseInt(part, 16));
  const id = [bytes[0]! ^ 2, bytes[1]!, bytes[2]!, 0xff, 0xfe, bytes[3]!, bytes[4]!, bytes[5]!];
  return block.first + id.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}
