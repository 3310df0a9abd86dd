import { readFileSync } from 'node:fs';
import type { Value } from '../../../src/expressions/values.ts';
import { generateExpressions } from './generate.ts';

/** One expression to evaluate, `$.data` being `data`. */
export interface Case {
  readonly expression: string;
  readonly data: Value;
}

const DATA: Value = {
  a: 1,
  none: null,
  flag: true,
  text: 'the quick brown fox',
  list: [3, 1, 2, 5, 4],
  ips: ['10.0.0.1', '192.168.0.7', '10.1.2.9'],
  nested: {
    list: [{ x: 1, tags: ['b', 'a'] }, { x: 2 }, { x: 3, tags: ['c', 'a'] }],
    map: { k1: 1, k2: 2, k3: 3 },
  },
  people: [
    { name: 'Ann', age: 31 },
    { name: 'Bob', age: 45 },
    { name: 'Cid', age: 31 },
    { name: 'Dot', age: 20 },
  ],
  members: { m1: { addr: '10.0.0.1' }, m2: {}, m3: { addr: '10.0.0.3' } },
};

const LARGE: Value = {
  big: Array.from({ length: 210 }, (_, index) => index),
  huge: Array.from({ length: 1300 }, (_, index) => index),
  wide: Object.fromEntries(Array.from({ length: 210 }, (_, index) => [`k${index}`, index])),
};

const GENERATED = 1500;
const SEED = 20151129;

/** All cases: hand-made ones for every function, operator and limit, then generated ones. */
export function corpus(): Case[] {
  return [
    ...lines('handmade.txt').map((expression) => ({ expression, data: DATA })),
    ...lines('limits.txt').map((expression) => ({ expression, data: LARGE })),
    ...generateExpressions(GENERATED, SEED).map((expression) => ({ expression, data: DATA })),
  ];
}

function lines(name: string): string[] {
  return readFileSync(new URL(name, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}
