import { isIPv4, isIPv6 } from 'node:net';

/** True for an IPv4 address in four decimal parts without leading zeros, or an IPv6 address without a zone. */
export function isAddress(text: string): boolean {
  return isIPv4(text) || (isIPv6(text) && !text.includes('%'));
}

const PREFIX = /^(?:0|[1-9]\d{0,2})$/;

/**
 * What neutron-lib's validate_subnet says against a network in CIDR notation; undefined when it is good. Bits beyond the prefix may
 * be set.
 */
export function subnetProblem(text: string): string | undefined {
  const [address = '', prefix, ...rest] = text.split('/');
  const bits = isIPv4(address) ? 32 : isIPv6(address) && !address.includes('%') ? 128 : undefined;
  if (bits !== undefined && rest.length === 0) {
    if (prefix === undefined) return recommended(text, `${address}/${bits}`);
    if (PREFIX.test(prefix) && Number(prefix) <= bits) return undefined;
    const masked = bits === 32 && isIPv4(prefix) ? maskLength(prefix) : undefined;
    if (masked !== undefined) return recommended(text, `${network(address, masked)}/${masked}`);
  }
  const short = bits === undefined ? shortNetwork(address, prefix, rest) : undefined;
  return short === undefined ? `'${text}' is not a valid IP subnet` : recommended(text, short);
}

const recommended = (text: string, cidr: string): string =>
  `'${text}' isn't a recognized IP subnet cidr, '${cidr}' is recommended`;

/** `10/8` and `10.1/16`, which leave out trailing zeros. */
function shortNetwork(address: string, prefix: string | undefined, rest: readonly string[]): string | undefined {
  const full = address.split('.').concat(['0', '0', '0']).slice(0, 4).join('.');
  if (prefix === undefined || rest.length > 0 || !isIPv4(full) || !PREFIX.test(prefix) || Number(prefix) > 32)
    return undefined;
  return `${network(full, Number(prefix))}/${prefix}`;
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function network(address: string, bits: number): string {
  const size = 2 ** (32 - bits);
  const first = Math.floor(toNumber(address) / size) * size;
  return [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.');
}

function maskLength(mask: string): number | undefined {
  const bits = toNumber(mask).toString(2).padStart(32, '0');
  return /^1*0*$/.test(bits) ? bits.replaceAll('0', '').length : undefined;
}
