import { defineResource } from '../../define.ts';
import { attr, int, range, str } from '../../schema.ts';

export default defineResource({
  type: 'AWS::CloudFormation::WaitCondition',
  description: 'Holds a stack up until servers have sent as many signals as expected.',
  since: '2014.1',
  lacking: 'Receiving signals',
  properties: {
    Handle: str({ required: true }),
    Timeout: int({ required: true, constraints: [range({ min: 1, max: 43_200 })] }),
    Count: int({ update: true, default: 1, constraints: [range({ min: 1 })] }),
  },
  attributes: { Data: attr('string') },
});
