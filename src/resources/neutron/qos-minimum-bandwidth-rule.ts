import { defineResource } from '../define.ts';
import { int, oneOf, range, str } from '../schema.ts';
import { qosRule, ruleProperties } from './qos-rule.ts';

export default defineResource({
  type: 'OS::Neutron::QoSMinimumBandwidthRule',
  description: 'Guarantees ports a bandwidth.',
  since: '14.0.0',
  service: 'network',
  extension: 'qos-bw-minimum-ingress',
  adminOnly: true,
  properties: {
    min_kbps: int({ required: true, update: true, constraints: [range({ min: 0 })] }),
    direction: str({ update: true, default: 'egress', constraints: [oneOf('egress', 'ingress')] }),
    ...ruleProperties,
  },
  api: qosRule('minimum_bandwidth_rule'),
});
