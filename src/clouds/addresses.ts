import { isIPv4, isIPv6 } from 'node:net';

/** An IP address as a number, with how many bits it has. */
export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** A block of addresses, as a CIDR names it. */
export interface Block extends Address {
  readonly prefix: number;
}

/** Reads a dotted quad or an IPv6 address (a zone such as `%eth0` is dropped); undefined for anything else. */
export function parseAddress(text: string): Address | undefined {
  if (isIPv4(text)) return { bits: 32, value: fromQuad(text) };
  const bare = text.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '');
  return isIPv6(bare) ? { bits: 128, value: fromColons(bare) } : undefined;
}

/** Reads `10.0.0.0/8`, `fe80::/10` or a single address. Throws RangeError on anything else. */
export function parseBlock(text: string): Block {
  const [base = '', length] = text.split('/');
  const address = parseAddress(base);
  const prefix = length === undefined ? address?.bits : /^\d{1,3}$/.test(length) ? Number(length) : undefined;
  if (address === undefined || prefix === undefined || prefix > address.bits) {
    throw new RangeError(`${text} is not an address block such as 10.0.0.0/8`);
  }
  return { ...address, prefix };
}

/** True when the address lies in the block. */
export function within(address: Address, block: Block): boolean {
  const shift = BigInt(block.bits - block.prefix);
  return address.bits === block.bits && address.value >> shift === block.value >> shift;
}

const V4_INSIDE: readonly { readonly block: Block; readonly shift: bigint }[] = [
  { block: parseBlock('::ffff:0:0/96'), shift: 0n }, // v4-mapped, RFC 4291 §2.5.5.2
  { block: parseBlock('::ffff:0:0:0/96'), shift: 0n }, // v4-translated, RFC 2765
  { block: parseBlock('::/96'), shift: 0n }, // v4-compatible, RFC 4291 §2.5.5.1
  { block: parseBlock('64:ff9b::/96'), shift: 0n }, // NAT64, RFC 6052
  { block: parseBlock('2002::/16'), shift: 80n }, // 6to4, RFC 3056
];

/** The IPv4 address that an IPv6 address stands for or passes through, when it is of such a kind. */
export function innerV4(address: Address): Address | undefined {
  if (address.bits === 32) return undefined;
  const kind = V4_INSIDE.find(({ block }) => within(address, block));
  return kind && { bits: 32, value: (address.value >> kind.shift) & 0xffffffffn };
}

function fromQuad(text: string): bigint {
  return text.split('.').reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

function fromColons(text: string): bigint {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const plain = dotted ? `${dotted[1]}${inHex(fromQuad(dotted[2]!))}` : text;
  const [head = '', tail] = plain.split('::');
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => 0n);
  return [...left, ...zeros, ...right].reduce((value, group) => (value << 16n) | group, 0n);
}

function inHex(v4: bigint): string {
  return `${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`;
}

function groups(text: string): bigint[] {
  return text === '' ? [] : text.split(':').map((group) => BigInt(`0x${group}`));
}
