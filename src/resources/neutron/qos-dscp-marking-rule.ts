import { defineResource } from '../define.ts';
import { int, oneOf } from '../schema.ts';
import { qosRule, ruleProperties } from './qos-rule.ts';

export default defineResource({
  type: 'OS::Neutron::QoSDscpMarkingRule',
  description: 'Marks the packets of ports.',
  since: '7.0.0',
  service: 'network',
  extension: 'qos',
  adminOnly: true,
  properties: {
    dscp_mark: int({
      required: true,
      update: true,
      constraints: [oneOf(0, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40, 46, 48, 56)],
    }),
    ...ruleProperties,
  },
  api: qosRule('dscp_marking_rule'),
});
