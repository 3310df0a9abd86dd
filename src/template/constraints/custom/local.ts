import type { LocalConstraint } from './contract.ts';
import { cronExpression } from './cron-expression.ts';
import { dnsDomain, dnsName, relDnsName } from './dns.ts';
import { ipAddr } from './ip-addr.ts';
import { ipOrCidr } from './ip-or-cidr.ts';
import { jsonString } from './json-string.ts';
import { macAddr } from './mac-addr.ts';
import { netCidr } from './net-cidr.ts';
import { expiration, iso8601 } from './times.ts';
import { timezone } from './timezone.ts';

/** The custom constraints that need no cloud, by name. Heat: constraint/common_constraints.py. */
export const LOCAL_CONSTRAINTS: ReadonlyMap<string, LocalConstraint> = new Map([
  ['ip_addr', ipAddr],
  ['mac_addr', macAddr],
  ['dns_name', dnsName],
  ['rel_dns_name', relDnsName],
  ['dns_domain', dnsDomain],
  ['net_cidr', netCidr],
  ['ip_or_cidr', ipOrCidr],
  ['cron_expression', cronExpression],
  ['timezone', timezone],
  ['expiration', expiration],
  ['iso_8601', iso8601],
  ['json_string', jsonString],
  // Heat's own only takes its time.
  ['test_constr', () => undefined],
]);
