import { defineResource } from '../../define.ts';
import { attr, int, oneOf, str, unimplemented } from '../../schema.ts';

export default defineResource({
  type: 'AWS::IAM::AccessKey',
  description: 'A key with which a user of the stack proves who it is.',
  lacking: 'Making users for stacks',
  properties: {
    Serial: unimplemented(int()),
    UserName: str({ required: true }),
    Status: unimplemented(str({ constraints: [oneOf('Active', 'Inactive')] })),
  },
  attributes: { UserName: attr('string'), SecretAccessKey: attr('string') },
});
