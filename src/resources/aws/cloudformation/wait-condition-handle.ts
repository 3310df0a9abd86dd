import { defineResource } from '../../define.ts';

export default defineResource({
  type: 'AWS::CloudFormation::WaitConditionHandle',
  description: 'The address that servers send the signals of a wait condition to.',
  since: '2014.1',
  lacking: 'Receiving signals',
  properties: {},
});
