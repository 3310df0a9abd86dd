import { describe, expect, it } from 'vitest';
import { eui64, formatAddress, formatBlock, overlap, parseAddress, parseBlock, within } from './addresses.ts';

describe('addresses', () => {
  it('reads and writes both families', () => {
    for (const text of ['0.0.0.0', '192.0.2.7', '255.255.255.255']) {
      expect(formatAddress(4, parseAddress(text)!.value)).toBe(text);
    }
    for (const text of ['::', '::1', 'fd00::', '2001:db8::1:0:0:1', 'fe80::1234:5678:9abc:def0']) {
      expect(formatAddress(6, parseAddress(text)!.value)).toBe(text);
    }
    expect(formatAddress(6, parseAddress('::ffff:192.0.2.7')!.value)).toBe('::ffff:c000:207');
  });

  it('refuses what is no address', () => {
    for (const text of ['', '1.2.3', '1.2.3.256', 'banana', 'fe80::1%eth0', ':::'])
      expect(parseAddress(text)).toBeUndefined();
  });

  it('cuts host bits off a block', () => {
    expect(formatBlock(parseBlock('10.2.0.5/24')!)).toBe('10.2.0.0/24');
    expect(formatBlock(parseBlock('fd00::5/64')!)).toBe('fd00::/64');
    for (const text of ['10.0.0.0', '10.0.0.0/33', '10.0.0.0/24/8', '10.0.0.0/x', 'x/8'])
      expect(parseBlock(text)).toBeUndefined();
  });

  it('knows what lies in what', () => {
    const block = parseBlock('10.0.0.0/24')!;
    expect(within(block, parseAddress('10.0.0.255')!)).toBe(true);
    expect(within(block, parseAddress('10.0.1.0')!)).toBe(false);
    expect(within(block, parseAddress('::10.0.0.1')!)).toBe(false);
    expect(overlap(block, parseBlock('10.0.0.128/25')!)).toBe(true);
    expect(overlap(block, parseBlock('10.0.1.0/24')!)).toBe(false);
  });

  it('derives an address from a MAC', () => {
    const address = eui64(parseBlock('2001:db8::/64')!, 'fa:16:3e:00:00:01');
    expect(formatAddress(6, address)).toBe('2001:db8::f816:3eff:fe00:1');
  });
});
