/** Stacks without end: recursion, breadth, and long chains. */
import type { ValueMap } from '../../../src/expressions/values.ts';
import { preview, template, type HostileCase } from './case.ts';

const self = (count: number, type = 'self.yaml'): string =>
  template({ resources: Object.fromEntries(Array.from({ length: count }, (_, i) => [`r${i}`, { type }])) });
const group = (count: number, type: string, properties: ValueMap = {}): ValueMap => ({
  type: 'OS::Heat::ResourceGroup',
  properties: { count, resource_def: { type, properties } },
});
const none = (count: number, each: (i: number) => ValueMap): string =>
  template({
    resources: Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`r${i}`, { type: 'OS::Heat::None', ...each(i) }]),
    ),
  });
const TOO_DEEP = {
  status: 400,
  type: 'StackValidationFailed',
  says: /RequestLimitExceeded: .*Recursion depth exceeds/,
} as const;

export const STACKS: readonly HostileCase[] = [
  preview(
    'a template that holds itself',
    () => self(1),
    TOO_DEEP,
    () => ({ files: { 'self.yaml': self(1) } }),
  ),
  preview(
    'two templates that hold each other',
    () => self(1),
    TOO_DEEP,
    () => ({
      files: { 'self.yaml': self(1, 'other.yaml'), 'other.yaml': self(1) },
    }),
  ),
  preview(
    'a template that holds itself twenty times',
    () => self(20),
    TOO_DEEP,
    () => ({ files: { 'self.yaml': self(20) } }),
  ),
  preview('a group of a billion', () => template({ resources: { g: group(1_000_000_000, 'OS::Heat::None') } }), {
    status: 400,
  }),
  preview(
    'groups of groups',
    () => {
      const inner = group(1000, 'OS::Heat::None');
      return template({ resources: { g: group(1000, 'OS::Heat::ResourceGroup', inner['properties'] as ValueMap) } });
    },
    { status: 400, type: 'RequestLimitExceeded' },
  ),
  preview('more resources than a stack may have', () => none(8_000, () => ({})), {
    status: 400,
    type: 'RequestLimitExceeded',
  }),
  preview('a long chain', () => none(5_000, (i) => ({ depends_on: i === 0 ? [] : [`r${i - 1}`] })), {
    status: 400,
    type: 'RequestLimitExceeded',
  }),
  preview('a circle', () => none(900, (i) => ({ depends_on: `r${(i + 1) % 900}` })), {
    status: 400,
    type: 'CircularDependencyException',
  }),
  preview('a long circle', () => none(5_000, (i) => ({ depends_on: `r${(i + 1) % 5_000}` })), {
    status: 400,
    type: 'RequestLimitExceeded',
  }),
  preview(
    'everything after everything',
    () => none(250, (i) => ({ depends_on: Array.from({ length: i }, (_, j) => `r${j}`) })),
    {
      status: 200,
    },
  ),
  preview(
    'conditions in a circle',
    () =>
      template({
        conditions: { a: { not: 'b' }, b: { not: 'a' } },
        resources: { r: { type: 'OS::Heat::None', condition: 'a' } },
      }),
    { status: 400 },
  ),
];
