import { defineResource } from '../../define.ts';
import { list, mapOf, str } from '../../schema.ts';

export default defineResource({
  type: 'AWS::IAM::User',
  description: 'A user that servers of the stack act as.',
  lacking: 'Making users for stacks',
  properties: {
    Path: str(),
    Groups: list(),
    LoginProfile: mapOf({ Password: str() }),
    Policies: list(),
  },
});
