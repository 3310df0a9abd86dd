/** Templates with one mistake in them, of the kinds that people make, and of kinds that nobody makes. */
import { isMap, own, setOwn, type Value, type ValueMap } from '../../../src/expressions/values.ts';
import type { Random } from '../../../src/expressions/ports.ts';
import type { Path } from '../../../src/template/index.ts';
import { partAt, pathsIn, withKey, withPart } from './tree.ts';

/** A changed template, and what was done to it. */
export interface Mutant {
  readonly change: string;
  readonly template: Value;
}

type Dice = Pick<Random, 'integer'>;
/** Undefined where the template has nothing that it can be done to. */
type Mutation = (template: ValueMap, words: Words, dice: Dice) => Mutant | undefined;

interface Words {
  readonly resources: string;
  readonly parameters: string;
  readonly outputs: string;
  readonly properties: string;
  readonly type: string;
  readonly dependsOn: string;
  readonly condition: string;
}

const HOT: Words = {
  resources: 'resources',
  parameters: 'parameters',
  outputs: 'outputs',
  properties: 'properties',
  type: 'type',
  dependsOn: 'depends_on',
  condition: 'condition',
};
const CFN: Words = {
  resources: 'Resources',
  parameters: 'Parameters',
  outputs: 'Outputs',
  properties: 'Properties',
  type: 'Type',
  dependsOn: 'DependsOn',
  condition: 'Condition',
};

const JUNK: readonly Value[] = [
  null,
  '',
  'junk',
  0,
  1,
  -7,
  true,
  false,
  [],
  {},
  ['junk'],
  [null],
  { junk: 1 },
  [{ junk: 'x' }],
  { a: { b: ['c'] } },
  '1',
  'true',
  '0.5',
  'a,b',
  [[]],
  { get_param: 'junk' },
  { Ref: 'junk' },
  { get_resource: 'junk' },
];
const CALLS: readonly Value[] = [
  { get_attr: ['junk', 'x'] },
  { str_replace: { template: 'a', params: {} } },
  { str_replace: { template: 'a' } },
  { list_join: [',', ['a', 1, null]] },
  { list_join: [',', { a: 1 }] },
  { repeat: { template: '%x%', for_each: { '%x%': ['a'] } } },
  { repeat: { template: 'x', for_each: [] } },
  { yaql: { expression: '$.data.x', data: { x: 1 } } },
  { yaql: { expression: '$.(' } },
  { str_split: [',', 'a,b', 5] },
  { str_split: ',' },
  { map_merge: [{ a: 1 }, { b: 2 }] },
  { map_merge: [1] },
  { if: ['junk', 1, 2] },
  { if: [true, 'a', 'b'] },
  { equals: [1, 1] },
  { get_file: 'file:///junk' },
  { digest: ['md5', 'x'] },
  { digest: ['junk', 'x'] },
  { resource_facade: 'metadata' },
  { resource_facade: 'junk' },
  { 'Fn::Join': ['', ['a', 'b']] },
  { 'Fn::Join': 'a' },
  { 'Fn::GetAtt': ['junk', 'x'] },
  { 'Fn::Select': ['9', ['a']] },
  { 'Fn::Base64': 'x' },
  { 'Fn::FindInMap': ['a', 'b', 'c'] },
  { 'Fn::Split': [',', 'a,b'] },
  { 'Fn::Replace': [{ a: 'b' }, 'a'] },
  { 'Fn::GetAZs': '' },
  { make_url: { scheme: 'http', host: 'a' } },
  { make_url: { junk: 1 } },
  { contains: ['a', ['a']] },
  { filter: [['a'], ['a', 'b']] },
  { list_concat: [['a'], 'b'] },
  { map_replace: [{ a: 1 }, { keys: { a: 'b' } }] },
  { str_replace_strict: { template: 'a', params: { b: 'c' } } },
];
const REFERENCES = /^(get_resource|get_attr|get_param|Ref|Fn::GetAtt|get_file|if|Fn::If|Fn::FindInMap)$/;
const CALL = /^([a-z]+_[a-z_]+|Ref|Fn::\w+|repeat|yaql|digest|if|equals|not|and|or|filter)$/;
const VERSIONS = [
  '2013-05-23',
  '2014-10-16',
  '2015-04-30',
  '2015-10-15',
  '2016-04-08',
  '2016-10-14',
  '2017-02-24',
  '2018-08-31',
  'rocky',
  '2012-01-01',
  'junk',
  20130523,
  null,
];
const TYPES = [
  'OS::Junk',
  'OS::Nova::Serverr',
  'OS::Heat::None',
  'OS::Heat::RandomString',
  'OS::Neutron::Net',
  'OS::Nova::KeyPair',
  'junk.yaml',
  '',
  7,
  null,
];

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'drop a property': (template, words, dice) =>
    changePart(template, propertyPaths(template, words), dice, () => undefined),
  'another value of a property': (template, words, dice) =>
    changePart(template, propertyPaths(template, words), dice, () => pick(JUNK, dice)),
  'a function for a property': (template, words, dice) =>
    changePart(template, propertyPaths(template, words), dice, () => pick(CALLS, dice)),
  'another name of a property': (template, words, dice) => changeKey(template, propertyPaths(template, words), dice),
  'another reference': (template, _words, dice) => {
    const targets = pathsIn(template).filter((path) => {
      const part = partAt(template, path);
      return typeof part === 'string' && path.slice(-2).some((step) => REFERENCES.test(String(step)));
    });
    return changePart(template, targets, dice, (old) =>
      dice.integer(3) === 0 ? pick(namesIn(template), dice) : `${String(old)}x`,
    );
  },
  'another function': (template, _words, dice) =>
    changeKey(
      template,
      pathsIn(template).filter((path) => CALL.test(String(path.at(-1)))),
      dice,
      [
        'get_params',
        'str_split',
        'list_join',
        'Fn::Junk',
        'Ref',
        'get_attr',
        'yaql',
        'get_file',
        'Fn::Join',
        'if',
        'not',
      ],
    ),
  'other arguments': (template, _words, dice) => {
    const calls = pathsIn(template).filter((path) => CALL.test(String(path.at(-1))));
    return changePart(template, calls, dice, (old) => {
      if (!Array.isArray(old) || dice.integer(3) === 0) return pick(JUNK, dice);
      return dice.integer(2) === 0 ? old.slice(0, -1) : [...old, pick(JUNK, dice)];
    });
  },
  'another type': (template, words, dice) =>
    changePart(
      template,
      under(template, [words.resources]).map((path) => [...path, words.type]),
      dice,
      () => pick(TYPES, dice),
    ),
  'the name of a parameter': (template, words, dice) => {
    const [names, places] = [Object.keys(mapAt(template, words.parameters)), under(template, [words.resources])];
    return names.length === 0 ? undefined : changeKey(template, places, dice, names);
  },
  'another resource': (template, words, dice) =>
    changePart(template, under(template, [words.resources]), dice, () => pick(JUNK, dice)),
  'a key of a resource': (template, words, dice) => {
    const places = under(template, [words.resources]).flatMap((path) => under(template, path));
    return changeKey(template, places, dice, [
      'junk',
      'properites',
      words.dependsOn,
      'metadata',
      'Metadata',
      words.condition,
      'update_policy',
      'external_id',
      'UpdatePolicy',
    ]);
  },
  'a part of a resource': (template, words, dice) => {
    const places = under(template, [words.resources]).flatMap((path) => under(template, path));
    return changePart(template, places, dice, () => pick(JUNK, dice));
  },
  'more for a resource': (template, words, dice) => {
    const [path] = shuffled(under(template, [words.resources]), dice);
    if (path === undefined) return undefined;
    const names = [...Object.keys(mapAt(template, words.resources)), 'junk'];
    const key = pick(
      [
        words.dependsOn,
        words.condition,
        'metadata',
        'Metadata',
        'deletion_policy',
        'DeletionPolicy',
        'update_policy',
        'UpdatePolicy',
        'description',
        'Description',
        'external_id',
      ],
      dice,
    );
    const value =
      dice.integer(2) === 0
        ? pick(names, dice)
        : pick([...JUNK, 'Snapshot', 'retain', 'Retain', 'Delete', 'snapshot'], dice);
    return extended(template, path, key, value);
  },
  'more properties': (template, words, dice) => {
    const [path] = shuffled(under(template, [words.resources]), dice);
    return path === undefined
      ? undefined
      : extended(
          template,
          [...path, words.properties],
          pick(['junk', 'name', 'value', 'description', 'tags'], dice),
          pick([...JUNK, ...CALLS], dice),
        );
  },
  'a part of a parameter': (template, words, dice) => {
    const places = under(template, [words.parameters]).flatMap((path) => pathsIn(partAt(template, path)!, path));
    return changePart(template, places, dice, () =>
      pick([...JUNK, 'number', 'boolean', 'json', 'Number', 'CommaDelimitedList'], dice),
    );
  },
  'more for a parameter': (template, words, dice) => {
    const [path] = shuffled(under(template, [words.parameters]), dice);
    if (path === undefined) return undefined;
    const [key, value] = pick<[string, Value]>(
      [
        ['constraints', [{ length: { min: 3, max: 2 } }]],
        ['constraints', [{ range: { min: 'a' } }]],
        ['constraints', [{ allowed_pattern: '[' }]],
        ['constraints', [{ allowed_values: 'x' }]],
        ['constraints', [{ junk: 1 }]],
        ['constraints', { length: 1 }],
        ['constraints', [{ custom_constraint: 'junk' }]],
        ['constraints', [{ custom_constraint: 'nova.flavor' }]],
        ['constraints', [{ modulo: { step: 2, offset: 3 } }]],
        ['constraints', [{ length: { min: 200 }, description: 'd' }]],
        ['default', 'junk'],
        ['default', 7],
        ['default', { a: 1 }],
        ['default', [1]],
        ['default', null],
        ['hidden', 'junk'],
        ['hidden', true],
        ['immutable', 'junk'],
        ['label', 7],
        ['tags', 'x'],
        ['tags', ['a']],
        ['junk', 1],
        ['MinLength', '300'],
        ['MaxValue', 'a'],
        ['AllowedPattern', '['],
        ['AllowedValues', []],
        ['AllowedValues', ['q']],
        ['NoEcho', 'junk'],
        ['Default', { a: 1 }],
        ['ConstraintDescription', 'd'],
      ],
      dice,
    );
    return extended(template, path, key, value);
  },
  'a part of an output': (template, words, dice) => {
    const places = under(template, [words.outputs]).flatMap((path) => [
      path,
      ...pathsIn(partAt(template, path)!, path),
    ]);
    return changePart(template, places, dice, () =>
      dice.integer(3) === 0 ? undefined : pick([...JUNK, ...CALLS], dice),
    );
  },
  'another version': (template, _words, dice) =>
    changePart(
      template,
      under(template, []).filter(([key]) => /version/i.test(String(key))),
      dice,
      () => (dice.integer(5) === 0 ? undefined : pick(VERSIONS, dice)),
    ),
  'another section': (template, _words, dice) =>
    changePart(template, under(template, []), dice, () => pick(JUNK, dice)),
  'the name of a section': (template, words, dice) =>
    changeKey(template, under(template, []), dice, [
      'resource',
      'Resources',
      'resources',
      'output',
      'Parameters',
      'parameters',
      'conditions',
      'Conditions',
      'parameter_groups',
      'Mappings',
      'junk',
      words.outputs,
    ]),
  'two sections change places': (template, _words, dice) => {
    const [a, b] = shuffled(under(template, []), dice);
    if (a === undefined || b === undefined) return undefined;
    const other = withPart(withPart(template, a, partAt(template, b)), b, partAt(template, a));
    return { change: `${String(a[0])} <-> ${String(b[0])}`, template: other };
  },
  'one more section': (template, _words, dice) => {
    const [key, value] = pick<[string, Value]>(
      [
        ['parameter_groups', [{ parameters: ['junk'] }]],
        ['parameter_groups', 'junk'],
        ['parameter_groups', [{ label: 'x' }]],
        ['conditions', { a: 1 }],
        ['conditions', { a: { equals: [1] } }],
        ['conditions', []],
        ['conditions', { a: 'b', b: 'a' }],
        ['conditions', { a: { not: 'b' }, b: { equals: [{ get_param: 'junk' }, 1] } }],
        ['Conditions', { a: { 'Fn::Equals': ['a', 'b'] } }],
        ['Mappings', { a: 1 }],
        ['Mappings', []],
        ['description', ['x']],
        ['Description', { a: 1 }],
        ['junk', 1],
        ['Outputs', { a: { Value: 1 } }],
        ['outputs', { a: { value: { get_attr: ['junk'] } } }],
        ['outputs', { a: 1 }],
      ],
      dice,
    );
    return extended(template, [], key, value);
  },
  'anything else anywhere': (template, _words, dice) =>
    changePart(template, pathsIn(template), dice, () =>
      dice.integer(4) === 0 ? undefined : pick([...JUNK, ...CALLS], dice),
    ),
};

/** The names of what can be done to a template. */
export const MUTATION_NAMES: readonly string[] = Object.keys(MUTATIONS);

/** The template with a change of the given kind; undefined where it has nothing to change so. */
export function mutate(template: ValueMap, kind: string, dice: Dice): Mutant | undefined {
  const words = Object.hasOwn(template, 'heat_template_version') ? HOT : CFN;
  const made = MUTATIONS[kind]!(template, words, dice);
  return made === undefined ? undefined : { ...made, change: `${kind}: ${made.change}` };
}

function propertyPaths(template: ValueMap, words: Words): Path[] {
  return under(template, [words.resources]).flatMap((path) => {
    const at = [...path, words.properties];
    return pathsIn(partAt(template, at) ?? null, at);
  });
}

function changePart(
  template: ValueMap,
  paths: readonly Path[],
  dice: Dice,
  other: (old: Value) => Value | undefined,
): Mutant | undefined {
  const there = paths.filter((path) => partAt(template, path) !== undefined);
  if (there.length === 0) return undefined;
  const path = pick(there, dice);
  const part = other(partAt(template, path)!);
  return { change: `${path.join('.')} = ${JSON.stringify(part)}`, template: withPart(template, path, part) };
}

function changeKey(
  template: ValueMap,
  paths: readonly Path[],
  dice: Dice,
  names?: readonly string[],
): Mutant | undefined {
  const keys = paths.filter((path) => typeof path.at(-1) === 'string' && partAt(template, path) !== undefined);
  if (keys.length === 0) return undefined;
  const path = pick(keys, dice);
  const name = names === undefined ? `${String(path.at(-1))}x` : pick(names, dice);
  return { change: `${path.join('.')} -> ${name}`, template: withKey(template, path, name) };
}

function extended(template: ValueMap, path: Path, key: string, value: Value): Mutant | undefined {
  const part = path.length === 0 ? template : partAt(template, path);
  if (part === undefined || !isMap(part)) return undefined;
  const more = { ...part };
  setOwn(more, key, value);
  const change = `${[...path, key].join('.')} = ${JSON.stringify(value)}`;
  return { change, template: path.length === 0 ? more : withPart(template, path, more) };
}

function under(template: ValueMap, path: Path): Path[] {
  const part = path.length === 0 ? template : partAt(template, path);
  return part === undefined || !isMap(part) ? [] : Object.keys(part).map((key) => [...path, key]);
}

function namesIn(template: ValueMap): string[] {
  const sections = ['resources', 'Resources', 'parameters', 'Parameters'];
  return [...sections.flatMap((section) => Object.keys(mapAt(template, section))), 'OS::stack_id', 'AWS::Region'];
}

function mapAt(map: ValueMap, key: string): ValueMap {
  const value = own(map, key);
  return value !== undefined && isMap(value) ? value : {};
}

function pick<T>(items: readonly T[], dice: Dice): T {
  return items[dice.integer(items.length)]!;
}

function shuffled<T>(items: readonly T[], dice: Dice): T[] {
  return items
    .map((item) => [dice.integer(2 ** 30), item] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, item]) => item);
}
