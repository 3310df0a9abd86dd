import { describe, expect, it } from 'vitest';
import type { Credentials } from './check.ts';
import { policyFromFile } from './file.ts';
import { compileRule } from './parse.ts';
import { Policy } from './policy.ts';

const WHO: Credentials = {
  user_id: 'u1',
  project_id: 'p1',
  system_scope: null,
  is_admin_project: true,
  roles: ['member', 'Reader'],
};

const holds = (rule: string, target: Record<string, string> = { project_id: 'p1', user_id: 'u2' }): boolean =>
  compileRule(rule, (name) => () => name === 'yes')(target, WHO);

describe('a rule', () => {
  it.each([
    ['', true],
    ['@', true],
    ['!', false],
    ['role:member', true],
    ['role:MEMBER', true],
    ['role:reader', true],
    ['role:admin', false],
    ['project_id:%(project_id)s', true],
    ['user_id:%(user_id)s', false],
    ['project_id:%(absent)s', false],
    ['absent:%(project_id)s', false],
    ['user_id:u1', true],
    ['is_admin_project:True', true],
    ['is_admin_project:true', false],
    ['system_scope:all', false],
    ['system_scope:None', false],
    ["'p1':%(project_id)s", true],
    ['rule:yes', true],
    ['rule:no', false],
    ['not role:admin', true],
    ['not not role:admin', false],
    ['NOT role:admin AND role:member', true],
    ['role:admin or role:member', true],
    ['role:admin and role:x or role:member', true],
    ['role:member or role:admin and role:x', true],
    ['(role:member or role:admin) and role:x', false],
    ['not (role:admin or role:x)', true],
    ['((role:member)and(project_id:%(project_id)s))', true],
  ])('%j is %s', (rule, expected) => expect(holds(rule)).toBe(expected));

  it.each([
    ['role', '"role" is not a check'],
    [':x', '":x" is not a check'],
    ['role:a and', 'ends where a check is expected'],
    ['(role:a', 'a parenthesis is not closed'],
    ['role:a)', '")" is not expected'],
    ['role:a role:b', '"role:b" is not expected'],
    ['http://example.org/check', 'checks of the kind http: are not supported'],
    ['project_id:%(project_id)', 'neither a value nor a reference'],
    ['role:%(x)s', 'does not name a role'],
  ])('%j is refused', (rule, message) => expect(() => holds(rule)).toThrow(message));
});

describe('Policy', () => {
  it('refuses rules that refer to nothing or to themselves', () => {
    expect(() => new Policy({ 'stacks:index': 'rule:gone' })).toThrow(
      'policy rule "stacks:index": there is no rule "gone"',
    );
    expect(() => new Policy({ a: 'rule:b', b: 'rule:a' })).toThrow('refers to itself');
  });

  it('does not let a rule through that it does not have', () => {
    expect(() => new Policy().allows('stacks:crate', {}, WHO)).toThrow('there is no policy rule stacks:crate');
  });

  it('wants both the rule of a type and that of its namespace', () => {
    const policy = new Policy({ 'resource_types:OS::Nova::*': 'role:nova', 'resource_types:OS::Nova::Server': '@' });
    expect(policy.allowsType('OS::Nova::Server', WHO)).toBe(false);
    expect(policy.allowsType('OS::Nova::Server', { ...WHO, roles: ['nova'] })).toBe(true);
    expect(policy.allowsType('OS::Nova::Flavor', { ...WHO, roles: ['nova'] })).toBe(false);
  });
});

describe('insecure clouds', () => {
  it('are for all whom the operator does not keep from them', () => {
    expect(new Policy().allowsRoles('clouds:insecure', 'p1', [])).toBe(true);
    const policy = new Policy({ 'clouds:insecure': 'role:admin and project_id:%(project_id)s' });
    expect(policy.allowsRoles('clouds:insecure', 'p1', ['member'])).toBe(false);
    expect(policy.allowsRoles('clouds:insecure', 'p1', ['member', 'admin'])).toBe(true);
  });
});

describe('policyFromFile', () => {
  it('replaces defaults and adds the operator’s own rules', () => {
    const policy = policyFromFile(
      '"stacks:index": "rule:team"\nteam: "user_id:u1"\n"resource_types:X": "!"\n',
      'p.yaml',
    );
    expect(policy.allows('stacks:index', {}, WHO)).toBe(true);
    expect(policy.allows('stacks:create', { project_id: 'p1' }, WHO)).toBe(true);
    expect(policy.allowsType('X', WHO)).toBe(false);
    expect(policyFromFile('', 'p.yaml').allows('stacks:index', { project_id: 'p1' }, WHO)).toBe(true);
  });

  it.each([
    ['a: [', /^p\.yaml: not valid YAML: .* at line \d+$/],
    ['- a', /^p\.yaml: not a map of rule names to rules$/],
    ['"stacks:index": 5', /^p\.yaml: rule "stacks:index" is not a text$/],
    ['"stacks:indx": "!"', /^p\.yaml: there is no rule "stacks:indx" to override$/],
    ['"stacks:index": "role"', /^p\.yaml: policy rule "stacks:index": "role" is not a check/],
  ])('%j is refused by name', (text, message) => expect(() => policyFromFile(text, 'p.yaml')).toThrow(message));
});
