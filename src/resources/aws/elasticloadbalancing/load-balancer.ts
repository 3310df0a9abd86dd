import { isNumber, own, toNumber } from '../../../expressions/values.ts';
import { mapAt } from '../../access.ts';
import type { Properties } from '../../contract.ts';
import { defineResource } from '../../define.ts';
import { attr, int, list, listOf, mapOf, oneOf, str, unimplemented } from '../../schema.ts';

const required = { required: true };

/** Heat: loadbalancer.py `validate`. */
function validate(properties: Properties): string[] {
  const check = mapAt(properties, 'HealthCheck');
  const [interval, timeout] = [own(check, 'Interval') ?? null, own(check, 'Timeout') ?? null];
  const wrong = isNumber(interval) && isNumber(timeout) && toNumber(interval) < toNumber(timeout);
  return wrong ? ['Interval must be larger than Timeout'] : [];
}

export default defineResource({
  type: 'AWS::ElasticLoadBalancing::LoadBalancer',
  description: 'A server that hands requests on to instances.',
  lacking: 'Receiving signals',
  properties: {
    AvailabilityZones: list(required),
    HealthCheck: mapOf({
      HealthyThreshold: int(required),
      Interval: int(required),
      Target: str(required),
      Timeout: int(required),
      UnhealthyThreshold: int(required),
    }),
    Instances: list({ update: true }),
    Listeners: listOf(
      mapOf({
        InstancePort: int(required),
        LoadBalancerPort: int(required),
        Protocol: str({ required: true, constraints: [oneOf('TCP', 'HTTP')] }),
        SSLCertificateId: unimplemented(str()),
        PolicyNames: unimplemented(list()),
      }),
      required,
    ),
    AppCookieStickinessPolicy: unimplemented(str()),
    LBCookieStickinessPolicy: unimplemented(str()),
    SecurityGroups: list({ update: true }),
    Subnets: unimplemented(list()),
  },
  attributes: {
    CanonicalHostedZoneName: attr('string'),
    CanonicalHostedZoneNameID: attr('string'),
    DNSName: attr('string'),
    'SourceSecurityGroup.GroupName': attr('string'),
    'SourceSecurityGroup.OwnerAlias': attr('string'),
  },
  validate,
});
