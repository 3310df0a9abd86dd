import { defineResource } from '../define.ts';
import { attr, bool, str } from '../schema.ts';
import { neutron } from './neutron.ts';

export default defineResource({
  type: 'OS::Neutron::MeteringLabel',
  description: 'A label under which traffic is counted.',
  since: '2014.1',
  service: 'network',
  properties: { name: str(), description: str(), shared: bool({ default: false }) },
  attributes: { name: attr('string'), description: attr('string'), shared: attr('string') },
  api: neutron({
    path: '/metering/metering-labels',
    envelope: 'metering_label',
    collection: 'metering_labels',
    created: false,
    identify: ['shared'],
  }),
});
