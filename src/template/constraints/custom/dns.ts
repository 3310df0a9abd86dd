import { str } from '../../../expressions/python/text.ts';
import type { Value } from '../../../expressions/values.ts';
import type { LocalConstraint } from './contract.ts';

const MAX_LENGTH = 255;
const LABEL = /^[a-z0-9-]{1,63}$/;

/** What is wrong with the form of a name. Heat: netutils.py validate_dns_format. */
function formProblem(name: string): string | undefined {
  const trimmed = name.endsWith('.') ? name.slice(0, -1) : name;
  if (trimmed.length > MAX_LENGTH) return `'${trimmed}' exceeds the ${MAX_LENGTH} character FQDN limit`;
  const labels = trimmed.split('.');
  for (const label of labels) {
    if (label === '') return 'Encountered an empty component.';
    if (label.startsWith('-') || label.endsWith('-')) return `Name '${label}' must not start or end with a hyphen.`;
    if (!LABEL.test(label)) {
      return `Name '${label}' must be 1-63 characters long, each of which can only be alphanumeric or a hyphen.`;
    }
  }
  const top = labels.at(-1)!;
  if (name.endsWith('.') && labels.length > 1 && /^[0-9]+$/.test(top)) return `TLD '${top}' must not be all numeric.`;
  return undefined;
}

const notText = (value: Value): string => `'${str(value)}' not in valid format. Reason: it is not text`;

/** A DNS name; none at all will do. */
export const dnsName: LocalConstraint = (value) => {
  if (value === '' || value === null) return undefined;
  if (typeof value !== 'string') return notText(value);
  const reason = formProblem(value);
  return reason === undefined ? undefined : `'${value}' not in valid format. Reason: ${reason}`;
};

/** A DNS name that a domain is to be added to. */
export const relDnsName: LocalConstraint = (value, context) => {
  if (typeof value === 'string') {
    if (value.endsWith('.')) return `'${value}' is a FQDN. It should be a relative domain name.`;
    if (value.length > MAX_LENGTH - 3) {
      const count = `'${value}' contains '${value.length}' characters.`;
      return `${count} Adding a domain name will cause it to exceed the maximum length of a FQDN of '${MAX_LENGTH}'.`;
    }
  }
  return dnsName(value, context);
};

/** A DNS domain, which ends with a dot. */
export const dnsDomain: LocalConstraint = (value, context) => {
  const wrong = dnsName(value, context);
  if (wrong !== undefined || value === '' || value === null || typeof value !== 'string') return wrong;
  return value.endsWith('.') ? undefined : `'${value}' must end with '.'.`;
};
