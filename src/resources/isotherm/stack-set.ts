import { own, type Value, type ValueMap } from '../../expressions/values.ts';
import { follow } from '../../expressions/path.ts';
import { mapAt, mapsAt, numberAt, textOf } from '../access.ts';
import type { NestedDefinition, Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { attr, bool, int, length, listOf, map, mapOf, range, str } from '../schema.ts';
import { STATE } from '../state-attribute.ts';

const MEMBER = 'Isotherm::StackSet::Member';
const GATE = 'Isotherm::StackSet::Gate';

interface Member {
  readonly name: string;
  readonly wave: number;
  readonly definition: ValueMap;
}

const nameOf = (entry: ValueMap): string => textOf(entry, 'name') ?? textOf(entry, 'cloud') ?? '';

function memberOf(entry: ValueMap, properties: Properties): Member {
  const cloud = textOf(entry, 'cloud');
  const timeout = own(properties, 'timeout') ?? null;
  return {
    name: nameOf(entry),
    wave: numberAt(entry, 'wave', 1),
    definition: {
      type: MEMBER,
      ...(cloud === undefined ? {} : { metadata: { 'isotherm:cloud': cloud } }),
      properties: {
        template: own(properties, 'template') ?? '',
        parameters: { ...mapAt(properties, 'parameters'), ...mapAt(entry, 'parameters') },
        ...(Object.keys(mapAt(entry, 'context')).length === 0 ? {} : { context: mapAt(entry, 'context') }),
        ...(timeout === null ? {} : { timeout }),
      },
    },
  };
}

/** Members by wave, the first wave first. */
function wavesOf(properties: Properties): Member[][] {
  const members = mapsAt(properties, 'clouds').map((entry) => memberOf(entry, properties));
  const waves = Map.groupBy(members, ({ wave }) => wave);
  return [...waves].sort(([a], [b]) => a - b).map(([, wave]) => wave);
}

/** The template of the set: each wave waits for the gate of the one before, and within a wave so many chains go side by side. */
function define(properties: Properties): NestedDefinition {
  const chains = numberAt(properties, 'concurrency', 0);
  const tolerance = numberAt(properties, 'failure_tolerance', 0);
  const resources: ValueMap = {};
  const done: string[] = [];
  let gate: string | undefined;
  for (const [i, wave] of wavesOf(properties).entries()) {
    for (const [at, { name, definition }] of wave.entries()) {
      const before = chains > 0 ? wave[at - chains]?.name : undefined;
      const after = [gate, before].filter((needed) => needed !== undefined);
      resources[name] = { ...definition, ...(after.length === 0 ? {} : { depends_on: after }) };
      done.push(name);
    }
    gate = `gate of wave ${i + 1}`;
    const states = done.map((name): Value => ({ map_merge: [{ get_attr: [name, STATE] }, { member: name }] }));
    resources[gate] = { type: GATE, properties: { states, tolerance } };
  }
  const each = (path: string): ValueMap => Object.fromEntries(done.map((name) => [name, { get_attr: [name, path] }]));
  const outputs = { status: { value: each(STATE) }, outputs: { value: each('outputs') } };
  return { template: { heat_template_version: '2016-10-14', resources, outputs } };
}

function problemsOf(properties: Properties): string[] {
  const entries = mapsAt(properties, 'clouds');
  const names = entries.map(nameOf);
  const twice = names.find((name, i) => name !== '' && names.indexOf(name) < i);
  return [
    ...(names.includes('') ? ['Each entry of clouds needs a name, or the name of a registered cloud.'] : []),
    ...(twice === undefined ? [] : [`The name ${twice} stands twice in clouds: give each entry a name of its own.`]),
  ];
}

/** One template on many clouds: in waves, so many at a time, and with so many failures borne. */
export default defineResource({
  type: 'Isotherm::StackSet',
  description: 'The same stack on many clouds.',
  properties: {
    template: str({ required: true, update: true, description: 'Template of the stacks.' }),
    parameters: map({ update: true, default: {}, description: 'Parameters of all the stacks.' }),
    clouds: listOf(
      mapOf({
        name: str({ update: true, description: 'Name of the member. Default: the name of the cloud.' }),
        cloud: str({ update: true, description: 'Name of a registered cloud.' }),
        context: mapOf(
          {
            region_name: str({ update: true }),
            credential_secret_id: str({ update: true }),
            ca_cert: str({ update: true }),
            insecure: bool({ update: true, default: false }),
          },
          { update: true, description: 'The cloud as OS::Heat::Stack takes it.' },
        ),
        parameters: map({
          update: true,
          default: {},
          description: 'Parameters of this stack; they win over those of all.',
        }),
        wave: int({
          update: true,
          default: 1,
          description: 'A wave begins when those with smaller numbers have ended.',
          constraints: [range({ min: 1 })],
        }),
      }),
      { required: true, update: true, description: 'Where the stacks go.', constraints: [length({ min: 1 })] },
    ),
    concurrency: int({
      update: true,
      default: 0,
      description: 'How many stacks of a wave are worked on at a time; 0: all of them.',
      constraints: [range({ min: 0 })],
    }),
    failure_tolerance: int({
      update: true,
      default: 0,
      description: 'How many stacks may fail. The next wave begins, and the set is complete, only while no more have.',
      constraints: [range({ min: 0 })],
    }),
    timeout: int({ update: true, description: 'Minutes that each stack may take.' }),
  },
  attributes: {
    status: attr('map', undefined, { description: 'For each member its status, reason and stack.' }),
    outputs: attr('map', undefined, { description: 'For each member the outputs of its stack.' }),
  },
  validate: problemsOf,
  nested: {
    define: (_context, properties) => ({ nested: define(properties) }),
    attribute: (outputs, attribute, path) => follow(own(outputs, attribute), path),
    writtenAt(raw, member) {
      const at = mapsAt(raw, 'clouds').findIndex((entry) => nameOf(entry) === member);
      return at < 0 ? undefined : ['clouds', at];
    },
  },
});
