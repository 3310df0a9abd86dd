import { defineResource } from '../../define.ts';
import { list, oneOf, str } from '../../schema.ts';

const required = str({ required: true, update: true });
const optional = str({ update: true });
const texts = { ...list({ update: true }), allowConversion: true };

const UNITS =
  'Seconds Microseconds Milliseconds Bytes Kilobytes Megabytes Gigabytes Terabytes Bits Kilobits Megabits Gigabits Terabits Percent Count ' +
  'Bytes/Second Kilobytes/Second Megabytes/Second Gigabytes/Second Terabytes/Second Bits/Second Kilobits/Second Megabits/Second ' +
  'Gigabits/Second Terabits/Second Count/Second None';

/** Heat builds it with a template of its own around an alarm of the telemetry services. */
export default defineResource({
  type: 'AWS::CloudWatch::Alarm',
  description: 'Does something when a measured value leaves its bounds.',
  lacking: 'Watching measured values',
  properties: {
    AlarmDescription: optional,
    EvaluationPeriods: required,
    MetricName: required,
    Namespace: optional,
    Period: required,
    ComparisonOperator: str({
      required: true,
      update: true,
      constraints: [
        oneOf(
          'GreaterThanOrEqualToThreshold',
          'GreaterThanThreshold',
          'LessThanThreshold',
          'LessThanOrEqualToThreshold',
        ),
      ],
    }),
    Statistic: str({
      required: true,
      update: true,
      constraints: [oneOf('SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum')],
    }),
    Threshold: required,
    Units: str({ update: true, constraints: [oneOf(...UNITS.split(' '))] }),
    AlarmActions: texts,
    OKActions: texts,
    InsufficientDataActions: texts,
    Dimensions: texts,
  },
});
