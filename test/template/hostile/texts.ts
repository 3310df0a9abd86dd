/** Texts that are hard to read: bombs, depth, size, bytes. */
import { preview, request, template, validate, type HostileCase } from './case.ts';

const HEAD = 'heat_template_version: 2018-08-31\n';
const laughs = (levels: number, join: (of: string) => string): string =>
  Array.from({ length: levels }, (_, i) => `x${i + 1}: &x${i + 1} ${join(`*x${i}`)}\n`).join('');
const ten = (of: string): string => `[${Array.from({ length: 10 }, () => of).join(', ')}]`;
const name = (i: number): string => i.toString(36).padStart(4, 'k');
const NOT_A_TEMPLATE = { status: 400, type: 'HTTPBadRequest' } as const;

/** A template padded with a comment to a number of characters. */
const padded = (characters: number): string => {
  const text = `${HEAD}resources: {r: {type: OS::Heat::None}}\n#`;
  return text + 'x'.repeat(characters - text.length);
};

export const TEXTS: readonly HostileCase[] = [
  validate('an alias bomb', () => `${HEAD}x0: &x0 lol\n${laughs(12, ten)}`, { ...NOT_A_TEMPLATE }),
  validate(
    'an alias bomb of merged maps',
    () => {
      const merged = (of: string): string => `{<<: [${of}, ${of}], ${of.slice(1)}: 1}`;
      return `${HEAD}x0: &x0 {a: 1}\n${laughs(40, merged)}`;
    },
    { ...NOT_A_TEMPLATE },
  ),
  validate('an alias that holds itself', () => `${HEAD}resources: &r {r: {type: OS::Heat::None, metadata: *r}}`, {
    ...NOT_A_TEMPLATE,
  }),
  {
    name: 'an alias bomb as the environment',
    path: '/validate',
    body: () => request('/validate', { template: padded(200), environment: `x0: &x0 lol\n${laughs(12, ten)}` }),
    ...NOT_A_TEMPLATE,
  },
  {
    name: 'a million keys',
    path: '/validate',
    body: () => `{"template": {${Array.from({ length: 1_000_000 }, (_, i) => `"${i}":1`).join()}}}`,
    status: 400,
    type: 'RequestLimitExceeded',
  },
  validate(
    'as many resources as fit',
    () => `${HEAD}resources: {${Array.from({ length: 80_000 }, (_, i) => name(i)).join()}}`,
    { status: 400 },
  ),
  validate(
    'as many parameters as fit',
    () => `${HEAD}parameters: {${Array.from({ length: 40_000 }, (_, i) => `${name(i)}: {}`).join()}}`,
    { status: 400 },
  ),
  validate('lists inside lists', () => `${HEAD}x: ${'['.repeat(200_000)}`, { ...NOT_A_TEMPLATE }),
  validate('maps inside maps', () => `${HEAD}x: ${'{a: '.repeat(100_000)}`, { ...NOT_A_TEMPLATE }),
  validate(
    'blocks inside blocks',
    () => HEAD + Array.from({ length: 900 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''),
    { ...NOT_A_TEMPLATE },
  ),
  validate('JSON inside JSON', () => `{"a": ${'['.repeat(200_000)}${']'.repeat(200_000)}}`, { ...NOT_A_TEMPLATE }),
  {
    name: 'a body inside a body',
    path: '/validate',
    body: () => `{"template": ${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`,
    status: 400,
  },
  {
    name: 'parameters inside parameters',
    path: '/validate',
    body: () => `{"template": "x", "parameters": {"p": ${'['.repeat(200_000)}${']'.repeat(200_000)}}}`,
    status: 400,
  },
  validate('512 KiB', () => padded(524_288), { status: 200 }),
  validate('512 KiB + 1', () => padded(524_289), {
    status: 400,
    type: 'RequestLimitExceeded',
    says: /Template size \(524289 bytes\) exceeds maximum allowed size \(524288 bytes\)/,
  }),
  {
    name: 'bytes that are no UTF-8',
    path: '/validate',
    body: () => Buffer.concat([Buffer.from('{"template": "'), Buffer.from([0xff, 0xc0, 0x80]), Buffer.from('"}')]),
    status: 400,
  },
  validate('half a character', () => `${HEAD}description: "\ud800"\nresources: {r: {type: OS::Heat::None}}`, {
    status: 200,
  }),
  validate('a NUL', () => `${HEAD}description: "\0"`, { ...NOT_A_TEMPLATE }),
  validate('a tag that runs something', () => `${HEAD}x: !!python/object/apply:os.system [reboot]`, {
    ...NOT_A_TEMPLATE,
  }),
  validate('a very long number', () => `${HEAD}parameters: {p: {type: number, default: ${'9'.repeat(500_000)}}}`, {
    status: 400,
  }),
  validate('a number beyond all numbers', () => `${HEAD}parameters: {p: {type: number, default: 1.0e+999}}`, {
    status: 200,
  }),
  preview(
    'duplicate keys',
    () =>
      `${HEAD}resources: {r: {type: OS::Heat::Nothing}, r: {type: OS::Heat::None}, r: {type: OS::Heat::Value, properties: {value: 1, value: 2}}}`,
    { status: 200 },
  ),
  preview(
    '__proto__ everywhere',
    () =>
      `{"heat_template_version": "2018-08-31", "parameters": {"toString": {"type": "json", "default": {"__proto__": {"polluted": 1}}}},
      "resources": {"__proto__": {"type": "OS::Heat::Value", "properties": {"value": {"__proto__": {"polluted": 1}}}},
        "constructor": {"type": "OS::Heat::Value", "properties": {"value": {"get_param": ["toString", "__proto__"]}}}},
      "outputs": {"__proto__": {"value": {"get_attr": ["__proto__", "value"]}}}}`,
    { status: 200 },
  ),
  preview(
    '__proto__ as a property and a type',
    () =>
      template({
        resources: {
          r: { type: '__proto__' },
          s: { type: 'OS::Heat::Value', properties: JSON.parse('{"__proto__": 1}') },
        },
      }),
    { status: 400 },
  ),
];
