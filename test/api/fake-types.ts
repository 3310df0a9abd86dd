import type { TypeCatalog } from '../../src/api/orchestration/parts.ts';
import type { ResourceType } from '../../src/resources/contract.ts';

function type(name: string, changes: Partial<ResourceType> = {}): ResourceType {
  return { type: name, supportStatus: { status: 'SUPPORTED' }, properties: {}, attributes: {}, ...changes };
}

const TYPES: readonly ResourceType[] = [
  type('OS::Nova::Server', { service: 'compute', supportStatus: { status: 'SUPPORTED', version: '5.0.0' } }),
  type('OS::Heat::Value', { description: 'Gives a value.' }),
  type('OS::Nova::Flavor', { service: 'compute' }),
  type('OS::Keystone::User'),
  type('OS::Manila::Share', { service: 'absent' }),
  type('OS::Heat::Old', { supportStatus: { status: 'HIDDEN' } }),
  type('OS::Glance::Image', { supportStatus: { status: 'DEPRECATED' } }),
];

export const FAKE_TYPES: TypeCatalog = {
  list: () => TYPES,
  get: (name) => TYPES.find((item) => item.type === name),
};
