import { own } from '../../expressions/values.ts';
import { given, textOf } from '../access.ts';
import type { Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { int, oneOf, range, ref, str } from '../schema.ts';
import { neutron } from './neutron.ts';

function validate(properties: Properties): string[] {
  const type = textOf(properties, 'network_type') ?? '';
  const [physical, id] = [given(properties, 'physical_network'), given(properties, 'segmentation_id')];
  const required = (name: string): string => `${name} is required for ${type} provider network.`;
  const prohibited = (name: string): string => `${name} is prohibited for ${type} provider network.`;
  const problems: string[] = [];
  if (['flat', 'vlan'].includes(type) && !physical) problems.push(required('physical_network'));
  if (type === 'vlan' && !id) problems.push(required('segmentation_id'));
  if (['local', 'flat'].includes(type) && id) problems.push(prohibited('segmentation_id'));
  if (['vxlan', 'gre', 'geneve'].includes(type) && physical) problems.push(prohibited('physical_network'));
  if (type === 'vlan' && Number(own(properties, 'segmentation_id') ?? 0) > 4094) {
    problems.push('Up to 4094 VLAN network segments can exist on each physical_network.');
  }
  return problems;
}

export default defineResource({
  type: 'OS::Neutron::Segment',
  description: 'A layer-2 segment of a network.',
  since: '9.0.0',
  service: 'network',
  extension: 'segment',
  adminOnly: true,
  properties: {
    network: ref('neutron.network', { required: true }),
    network_type: str({ required: true, constraints: [oneOf('local', 'vlan', 'vxlan', 'gre', 'geneve', 'flat')] }),
    physical_network: str(),
    segmentation_id: int({ constraints: [range({ min: 1 })] }),
    name: str({ update: true }),
    description: str({ update: true }),
  },
  validate,
  api: neutron({
    path: '/segments',
    envelope: 'segment',
    fields: { network: 'network_id' },
    identify: ['network_id', 'network_type'],
  }),
});
