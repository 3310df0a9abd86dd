import { isNumber, own, toNumber } from '../../../expressions/values.ts';
import { listAt, textOf } from '../../access.ts';
import type { Properties } from '../../contract.ts';
import { defineResource } from '../../define.ts';
import { attr, custom, int, list, listOf, mapOf, oneOf, str, unimplemented } from '../../schema.ts';
import { tags } from '../ec2/tags.ts';

/** Heat: autoscaling_group.py `validate`. */
function validate(properties: Properties, known: (property: string) => boolean): string[] {
  const problems: string[] = [];
  const size = (name: string): number | undefined => {
    const value = own(properties, name) ?? null;
    return known(name) && isNumber(value) ? toNumber(value) : undefined;
  };
  const [least, most, desired] = [size('MinSize'), size('MaxSize'), size('DesiredCapacity')];
  if (least !== undefined && most !== undefined && most < least) {
    problems.push('MinSize can not be greater than MaxSize');
  }
  if (least !== undefined && least < 0) problems.push('The size of AutoScalingGroup can not be less than zero');
  if (desired !== undefined && ((least !== undefined && desired < least) || (most !== undefined && desired > most))) {
    problems.push('DesiredCapacity must be between MinSize and MaxSize');
  }
  if (known('VPCZoneIdentifier') && listAt(properties, 'VPCZoneIdentifier').length > 1) {
    problems.push('Anything other than one VPCZoneIdentifier is not supported.');
  }
  const has = (name: string): boolean => !known(name) || textOf(properties, name) !== undefined;
  if (has('InstanceId') === has('LaunchConfigurationName')) {
    problems.push("Either 'InstanceId' or 'LaunchConfigurationName' must be provided.");
  }
  return problems;
}

export default defineResource({
  type: 'AWS::AutoScaling::AutoScalingGroup',
  description: 'Instances that are alike, as many as policies say.',
  since: '2014.1',
  lacking: 'Scaling groups',
  properties: {
    AvailabilityZones: list({ required: true }),
    LaunchConfigurationName: str({ update: true }),
    InstanceId: str({ constraints: [custom('nova.server')] }),
    MaxSize: int({ required: true, update: true }),
    MinSize: int({ required: true, update: true }),
    Cooldown: int({ update: true }),
    DesiredCapacity: int({ update: true }),
    HealthCheckGracePeriod: unimplemented(int()),
    HealthCheckType: unimplemented(str({ constraints: [oneOf('EC2', 'ELB')] })),
    LoadBalancerNames: list(),
    VPCZoneIdentifier: listOf(str()),
    Tags: tags(),
  },
  attributes: { InstanceList: attr('string') },
  updatePolicy: {
    AutoScalingRollingUpdate: mapOf({
      MinInstancesInService: int({ default: 0 }),
      MaxBatchSize: int({ default: 1 }),
      PauseTime: str({ default: 'PT0S' }),
    }),
  },
  validate,
});
