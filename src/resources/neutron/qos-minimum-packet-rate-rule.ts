import { defineResource } from '../define.ts';
import { int, oneOf, range, str } from '../schema.ts';
import { qosRule, ruleProperties } from './qos-rule.ts';

export default defineResource({
  type: 'OS::Neutron::QoSMinimumPacketRateRule',
  description: 'Guarantees ports a packet rate.',
  since: '19.0.0',
  service: 'network',
  extension: 'qos-pps-minimum',
  adminOnly: true,
  properties: {
    min_kpps: int({ required: true, update: true, constraints: [range({ min: 0 })] }),
    direction: str({ update: true, default: 'egress', constraints: [oneOf('any', 'egress', 'ingress')] }),
    ...ruleProperties,
  },
  api: qosRule('minimum_packet_rate_rule'),
});
