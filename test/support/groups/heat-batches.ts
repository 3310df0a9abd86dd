/** Lives of groups with update policies, and in which batches a Heat (Zed) has made and renewed their members. */
import type { Value, ValueMap } from '../../../src/expressions/values.ts';

export interface Version {
  readonly count: number;
  readonly value: string;
  readonly policy?: ValueMap;
  readonly more?: ValueMap;
}

export interface GroupLife {
  readonly name: string;
  /** What the group is made as, and what it is updated to, one after the other. */
  readonly versions: readonly Version[];
  /** What was done to the members by each operation of the nested stack, in the order of names. */
  readonly seen: readonly (readonly string[])[];
}

export const groupTemplate = ({ count, value, policy = {}, more = {} }: Version): ValueMap => ({
  heat_template_version: '2016-10-14',
  resources: {
    group: {
      type: 'OS::Heat::ResourceGroup',
      update_policy: policy,
      properties: { count, resource_def: { type: 'OS::Heat::TestResource', properties: { value } }, ...more },
    },
  },
});

/** An event of a group's nested stack, in the order in which they came. */
export interface MemberEvent {
  /** The resource's name; undefined: it is the stack's own. */
  readonly member: string | undefined;
  readonly action: string;
  readonly status: string;
}

/** What was done to the members, a list for each operation of the nested stack that did anything. A death may have something said twice. */
export function batchesIn(events: readonly MemberEvent[]): string[][] {
  const result: Set<string>[] = [];
  for (const { member, action, status } of events) {
    if (status !== 'IN_PROGRESS') continue;
    if (member === undefined) result.push(new Set());
    else result.at(-1)!.add(`${action} ${member}`);
  }
  return result.map((done) => [...done].toSorted()).filter((done) => done.length > 0);
}

const rolling = (policy: Record<string, Value>): ValueMap => ({ rolling_update: policy });

export const groupLives: readonly GroupLife[] = [
  {
    name: 'six made and renewed by twos',
    versions: [
      { count: 6, value: 'a', policy: { batch_create: { max_batch_size: 2, pause_time: 1 } } },
      { count: 6, value: 'b', policy: rolling({ max_batch_size: 2, pause_time: 1 }) },
    ],
    seen: [
      ['CREATE 0', 'CREATE 1'],
      ['CREATE 2', 'CREATE 3'],
      ['CREATE 4', 'CREATE 5'],
      ['UPDATE 4', 'UPDATE 5'],
      ['UPDATE 2', 'UPDATE 3'],
      ['UPDATE 0', 'UPDATE 1'],
    ],
  },
  {
    name: 'six of which five are to stay in service',
    versions: [
      { count: 6, value: 'a' },
      { count: 6, value: 'b', policy: rolling({ max_batch_size: 2, min_in_service: 5, pause_time: 1 }) },
    ],
    seen: [
      ['CREATE 0', 'CREATE 1', 'CREATE 2', 'CREATE 3', 'CREATE 4', 'CREATE 5'],
      ['CREATE 6', 'UPDATE 5'],
      ['UPDATE 3', 'UPDATE 4'],
      ['UPDATE 1', 'UPDATE 2'],
      ['DELETE 6', 'UPDATE 0'],
    ],
  },
  {
    name: 'three that are all to stay in service',
    versions: [
      { count: 3, value: 'a' },
      { count: 3, value: 'b', policy: rolling({ max_batch_size: 2, min_in_service: 3 }) },
    ],
    seen: [
      ['CREATE 0', 'CREATE 1', 'CREATE 2'],
      ['CREATE 3', 'CREATE 4'],
      ['UPDATE 1', 'UPDATE 2'],
      ['DELETE 4', 'UPDATE 0'],
      ['DELETE 3'],
    ],
  },
  {
    name: 'a group that grows, shrinks and grows again',
    versions: [
      { count: 4, value: 'a' },
      { count: 6, value: 'b', policy: rolling({ max_batch_size: 3, min_in_service: 2 }) },
      { count: 2, value: 'c', policy: rolling({ max_batch_size: 1, min_in_service: 2 }) },
      { count: 5, value: 'c', policy: rolling({}) },
    ],
    seen: [
      ['CREATE 0', 'CREATE 1', 'CREATE 2', 'CREATE 3'],
      ['CREATE 4', 'CREATE 5', 'UPDATE 3'],
      ['UPDATE 0', 'UPDATE 1', 'UPDATE 2'],
      ['DELETE 3', 'DELETE 4', 'DELETE 5', 'UPDATE 1'],
      ['UPDATE 0'],
      ['DELETE 2'],
      ['CREATE 2', 'CREATE 3', 'CREATE 4'],
    ],
  },
  {
    name: 'a group of which one member is taken out',
    versions: [
      { count: 5, value: 'a' },
      {
        count: 5,
        value: 'b',
        policy: rolling({ max_batch_size: 2 }),
        more: { removal_policies: [{ resource_list: ['1'] }] },
      },
    ],
    seen: [
      ['CREATE 0', 'CREATE 1', 'CREATE 2', 'CREATE 3', 'CREATE 4'],
      ['CREATE 5', 'DELETE 1', 'UPDATE 4'],
      ['UPDATE 2', 'UPDATE 3'],
      ['UPDATE 0'],
    ],
  },
  {
    name: 'a group that becomes empty and is filled again',
    versions: [
      { count: 4, value: 'a' },
      { count: 0, value: 'b', policy: rolling({ max_batch_size: 2 }) },
      { count: 2, value: 'b', policy: rolling({ max_batch_size: 2 }) },
    ],
    seen: [
      ['CREATE 0', 'CREATE 1', 'CREATE 2', 'CREATE 3'],
      ['DELETE 0', 'DELETE 1', 'DELETE 2', 'DELETE 3'],
      ['CREATE 0', 'CREATE 1'],
    ],
  },
];
