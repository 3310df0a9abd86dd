import { defineResource } from '../define.ts';

export default defineResource({
  type: 'OS::Heat::None',
  description: 'Nothing; stands in for a resource that is not wanted.',
  since: '5.0.0',
  open: true,
  properties: {},
  create: async (context) => ({ id: context.random.uuid() }),
});
