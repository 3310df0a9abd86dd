import { expect, it } from 'vitest';
import { ResourceTypes } from '../../resources/catalog.ts';
import { resourceTypes } from '../../resources/index.ts';
import { madeBefore, mayBeMade } from './made-before.ts';
import { StackModel } from './stack-model.ts';

const host = {
  types: new ResourceTypes(resourceTypes),
  clock: { now: () => 0, sleep: () => Promise.resolve() },
  region: 'RegionOne',
};
const resources = {
  image: { type: 'OS::Glance::WebImage', properties: { location: 'http://a/b' } },
  value: { type: 'OS::Heat::Value', properties: { value: 1 }, depends_on: 'image' },
  late: { type: 'OS::Heat::Value', properties: { value: 1 }, depends_on: 'value' },
  group: { type: 'OS::Heat::ResourceGroup', properties: { resource_def: { type: 'OS::Heat::None' } } },
  last: { type: 'OS::Heat::Value', properties: { value: 1 }, depends_on: 'group' },
};
const model = StackModel.read(
  { id: 'i', name: 's', projectId: 'p' },
  { body: { heat_template_version: '2018-08-31', resources }, environment: {}, files: {} },
  host,
);
const before = (name: string, around: string[] = []): string[] => [...madeBefore(model, name, new Set(around))];

it('tells what services make something before a resource’s turn, however far back', () => {
  expect(before('image')).toEqual([]);
  expect(before('late', ['network'])).toEqual(['network', 'image']);
  expect(before('last')).toEqual(['*']);
});

it('tells whether what is looked for may be among it', () => {
  expect(mayBeMade('glance.image', new Set(['image']))).toBe(true);
  expect(mayBeMade('nova.flavor', new Set(['image']))).toBe(false);
  expect(mayBeMade('nova.flavor', new Set(['*']))).toBe(true);
  expect(mayBeMade('other.thing', new Set())).toBe(false);
  expect(mayBeMade('other.thing', new Set(['image']))).toBe(true);
});
