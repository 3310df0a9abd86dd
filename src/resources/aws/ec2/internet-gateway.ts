import { defineResource } from '../../define.ts';
import { noTags } from './tags.ts';

export default defineResource({
  type: 'AWS::EC2::InternetGateway',
  description: 'Stands for the external network; attaching it to a VPC does the work.',
  properties: { Tags: noTags },
  create: async (context) => ({ id: context.physicalName }),
});
