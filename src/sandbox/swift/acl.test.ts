import { describe, expect, it } from 'vitest';
import { cleanAccessList, letsInFrom, parseAccessList } from './acl.ts';

describe('an access list', () => {
  it('is kept in its short form', () => {
    const cleaned = {
      'bob, sue': 'bob,sue',
      'bob,,,sue': 'bob,sue',
      '.referrer : *': '.r:*',
      '.ref:*.example.com': '.r:.example.com',
      '.r:*, .rlistings': '.r:*,.rlistings',
      '.r:- .thief.com': '.r:-.thief.com',
      'p:u,*:*': 'p:u,*:*',
    };
    for (const [given, kept] of Object.entries(cleaned)) expect(cleanAccessList(given, 'read')).toBe(kept);
  });

  it('is refused where it makes no sense', () => {
    const refused = {
      '.x:y': "Unknown designator '.x' in ACL: '.x:y'",
      '.r:': "No host/domain value after referrer designation in ACL: '.r:'",
      '.r:-': "No host/domain value after referrer designation in ACL: '.r:-'",
    };
    for (const [given, message] of Object.entries(refused)) {
      expect(() => cleanAccessList(given, 'read')).toThrow(message);
    }
    expect(() => cleanAccessList('.r:*', 'write')).toThrow("Referrers not allowed in write ACL: '.r:*'");
  });

  it('judges where someone comes from', () => {
    const list = parseAccessList('.r:.example.com,.r:-thief.example.com,p:u');
    expect(list.others).toEqual(['p:u']);
    expect(letsInFrom(list, 'http://www.example.com/page')).toBe(true);
    expect(letsInFrom(list, 'http://thief.example.com/')).toBe(false);
    expect(letsInFrom(list, undefined)).toBe(false);
    expect(letsInFrom(parseAccessList('.r:*'), undefined)).toBe(true);
    expect(letsInFrom(parseAccessList('.r:*,.r:-.bad.org'), 'https://a.bad.org')).toBe(false);
  });
});
