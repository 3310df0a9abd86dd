import { own } from '../../../expressions/values.ts';
import { given } from '../../access.ts';
import { defineResource } from '../../define.ts';
import { attr, int, oneOf, range, str } from '../../schema.ts';
import { onlyWith } from '../../words.ts';

const PERCENT = 'PercentChangeInCapacity';

export default defineResource({
  type: 'AWS::AutoScaling::ScalingPolicy',
  description: 'How a group grows or shrinks when it is told to.',
  lacking: 'Scaling groups',
  properties: {
    AutoScalingGroupName: str({ required: true }),
    ScalingAdjustment: int({ required: true, update: true }),
    AdjustmentType: str({
      required: true,
      update: true,
      constraints: [oneOf('ChangeInCapacity', 'ExactCapacity', PERCENT)],
    }),
    Cooldown: int({ update: true }),
    MinAdjustmentStep: int({ update: true, constraints: [range({ min: 0 })] }),
  },
  attributes: { AlarmUrl: attr('string') },
  validate: (properties, known) =>
    known('AdjustmentType') && own(properties, 'AdjustmentType') !== PERCENT && given(properties, 'MinAdjustmentStep')
      ? [onlyWith('MinAdjustmentStep', 'AdjustmentType', PERCENT)]
      : [],
});
