import { defineResource } from '../define.ts';
import { attr, bool, oneOf, str } from '../schema.ts';
import { neutron } from './neutron.ts';

export default defineResource({
  type: 'OS::Neutron::MeteringRule',
  description: 'Which traffic a metering label counts.',
  since: '2014.1',
  service: 'network',
  properties: {
    metering_label_id: str({ required: true }),
    remote_ip_prefix: str({ required: true }),
    direction: str({ default: 'ingress', constraints: [oneOf('ingress', 'egress')] }),
    excluded: bool({ default: 'False' }),
  },
  attributes: {
    direction: attr('string'),
    excluded: attr('string'),
    metering_label_id: attr('string'),
    remote_ip_prefix: attr('string'),
  },
  api: neutron({
    path: '/metering/metering-label-rules',
    envelope: 'metering_label_rule',
    collection: 'metering_label_rules',
    name: false,
    created: false,
    identify: ['metering_label_id', 'remote_ip_prefix', 'direction', 'excluded'],
  }),
});
