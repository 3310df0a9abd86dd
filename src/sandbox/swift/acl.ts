import { refuseSaying } from './refusal.ts';

/** Who an access list lets in beside the owner of the account. */
export interface AccessList {
  /** Hosts in `Referer`, in the order in which they are judged: `*`, `-.example.org`. */
  readonly referrers: readonly string[];
  /** `project:user`, a role, `.rlistings`. */
  readonly others: readonly string[];
}

/** An access list as it is kept. Throws a 400 where it breaks the rules (swift/common/middleware/acl.py: clean_acl). */
export function cleanAccessList(text: string, kind: 'read' | 'write'): string {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => (part.startsWith('.') && part.includes(':') ? cleanReferrer(part, kind) : part))
    .join(',');
}

function cleanReferrer(part: string, kind: 'read' | 'write'): string {
  const colon = part.indexOf(':');
  const [word, rest] = [part.slice(0, colon).trim(), part.slice(colon + 1).trim()];
  if (!['.r', '.ref', '.referer', '.referrer'].includes(word)) {
    throw refuseSaying(400, `Unknown designator '${word}' in ACL: '${part}'`, 'html');
  }
  if (kind === 'write') throw refuseSaying(400, `Referrers not allowed in write ACL: '${part}'`, 'html');
  const denied = rest.startsWith('-');
  const given = denied ? rest.slice(1).trim() : rest;
  const host = given !== '*' && given.startsWith('*') ? given.slice(1).trim() : given;
  if (host === '' || host === '.') {
    throw refuseSaying(400, `No host/domain value after referrer designation in ACL: '${part}'`, 'html');
  }
  return `.r:${denied ? '-' : ''}${host}`;
}

export function parseAccessList(text: string): AccessList {
  const parts = text.split(',').filter((part) => part !== '');
  const referrers = parts.filter((part) => part.startsWith('.r:')).map((part) => part.slice('.r:'.length));
  return { referrers, others: parts.filter((part) => !part.startsWith('.r:')) };
}

/** True where the list lets in who comes from that page; the last rule that fits decides. */
export function letsInFrom(list: AccessList, referer: string | undefined): boolean {
  const host = referer !== undefined && URL.canParse(referer) ? new URL(referer).hostname : 'unknown';
  let allowed = false;
  for (const rule of list.referrers) {
    const denies = rule.startsWith('-');
    const wanted = denies ? rule.slice(1) : rule;
    const fits = wanted === host || (wanted.startsWith('.') && host.endsWith(wanted)) || (!denies && wanted === '*');
    if (fits) allowed = !denies;
  }
  return allowed;
}
