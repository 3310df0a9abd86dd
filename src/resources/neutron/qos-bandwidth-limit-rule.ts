import { defineResource } from '../define.ts';
import { int, oneOf, range, str } from '../schema.ts';
import { qosRule, ruleProperties } from './qos-rule.ts';

export default defineResource({
  type: 'OS::Neutron::QoSBandwidthLimitRule',
  description: 'Limits the bandwidth of ports.',
  since: '6.0.0',
  service: 'network',
  extension: 'qos',
  adminOnly: true,
  properties: {
    max_kbps: int({ required: true, update: true, constraints: [range({ min: 0 })] }),
    max_burst_kbps: int({ update: true, default: 0, constraints: [range({ min: 0 })] }),
    direction: str({ update: true, default: 'egress', constraints: [oneOf('egress', 'ingress')] }),
    ...ruleProperties,
  },
  api: qosRule('bandwidth_limit_rule'),
});
