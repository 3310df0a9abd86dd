import { expect, it } from 'vitest';
import type { Value } from '../../../expressions/values.ts';
import { checkLocalConstraints } from './check.ts';
import { LOCAL_CONSTRAINTS } from './local.ts';

const now = Date.UTC(2026, 0, 1);

it.each<[string, Value[], [Value, string][]]>([
  [
    'ip_addr',
    ['10.0.0.1', '::1'],
    [
      ['10.0.0', 'Invalid IP address'],
      [5, 'Invalid IP address'],
      ['fe80::1%eth0', 'Invalid IP address'],
    ],
  ],
  ['mac_addr', ['00:11:22:33:44:55', '0011.2233.4455', '001122334455'], [['00:11', 'Invalid MAC address.']]],
  [
    'net_cidr',
    ['10.0.0.0/24', 'fe80::/64', '10.0.0.1/24'],
    [
      ['10/8', "'10/8' isn't a recognized IP subnet cidr, '10.0.0.0/8' is recommended"],
      ['10.0.0.0/255.0.0.0', "'10.0.0.0/255.0.0.0' isn't a recognized IP subnet cidr, '10.0.0.0/8' is recommended"],
      ['10.0.0.0/33', 'Invalid net cidr invalid IPNetwork 10.0.0.0/33 '],
    ],
  ],
  [
    'ip_or_cidr',
    ['10.0.0.1', '10.0.0.0/8'],
    [
      ['x', "'x' is not a valid IP address"],
      ['x/8', "'x/8' is not a valid IP subnet"],
    ],
  ],
  [
    'dns_name',
    ['a.b', 'a.b.', '', null],
    [
      ['a..b', "'a..b' not in valid format. Reason: Encountered an empty component."],
      ['-a', "'-a' not in valid format. Reason: Name '-a' must not start or end with a hyphen."],
      ['a.1.', "'a.1.' not in valid format. Reason: TLD '1' must not be all numeric."],
    ],
  ],
  ['rel_dns_name', ['a.b'], [['a.', "'a.' is a FQDN. It should be a relative domain name."]]],
  ['dns_domain', ['a.', ''], [['a', "'a' must end with '.'."]]],
  [
    'cron_expression',
    ['* * * * *', '*/5 1-3 L jan mon#2', '@daily', '* * * * * 5', ''],
    [
      ['* * *', 'Invalid CRON expression: Exactly 5 or 6 columns has to be specified for iterator expression.'],
      ['61 * * * *', 'Invalid CRON expression: [61 * * * *] is not acceptable, out of range'],
      ['5-1 * * * *', 'Invalid CRON expression: [5-1 * * * *] is not acceptable'],
    ],
  ],
  [
    'timezone',
    ['Europe/Berlin', 'utc', ''],
    [
      ['X/Y', "Invalid timezone: 'X/Y'"],
      ['+01:00', "Invalid timezone: '+01:00'"],
    ],
  ],
  [
    'iso_8601',
    ['2026', '2026-01-02T03:04:05Z', '20260102 0304+0100'],
    [
      ['2026-13-01', ''],
      ['202601', ''],
      ['x', ''],
    ],
  ],
  [
    'expiration',
    ['2026-01-01T00:00:01Z', '2026-01-01T00:30:00+00:10', ''],
    [
      ['2025-12-31', 'Expiration 2025-12-31 is invalid: Expiration time is out of date.'],
      ['x', "Expiration x is invalid: Unable to parse date string 'x'"],
    ],
  ],
])('%s', (name, good, bad) => {
  const check = LOCAL_CONSTRAINTS.get(name)!;
  for (const value of good) expect(check(value, { now }), String(value)).toBeUndefined();
  for (const [value, message] of bad) expect(check(value, { now })).toBe(message);
});

it('sorts out what is not local', () => {
  const path = ['resources', 'r', 'properties', 'p'];
  const { refusals, remaining } = checkLocalConstraints(
    [
      { name: 'ip_addr', value: 'x', path },
      { name: 'ip_addr', value: 'x', path: ['parameters', 'p'], parameter: 'p', description: 'no' },
      { name: 'nope', value: 'x', path },
      { name: 'nova.flavor', value: 'x', path },
    ],
    { now },
    (name) => name === 'nova.flavor',
  );
  expect(refusals.map(({ problem }) => problem.message)).toEqual([
    "Property error: resources.r.properties.p: Error validating value 'x': Invalid IP address",
    "Parameter 'p' is invalid: no",
    'Property error: resources.r.properties.p: "x" does not validate nope (constraint not found)',
  ]);
  expect(remaining).toEqual([{ name: 'nova.flavor', value: 'x', path }]);
});
