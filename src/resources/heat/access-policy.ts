import { str as text } from '../../expressions/python/text.ts';
import { listAt } from '../access.ts';
import { defineResource } from '../define.ts';
import { list } from '../schema.ts';

export default defineResource({
  type: 'OS::Heat::AccessPolicy',
  description: 'Names the resources of the stack that a user of it may look at.',
  properties: { AllowedResources: list({ required: true }) },
  validate: (properties, known, _name, names) =>
    names === undefined || !known('AllowedResources')
      ? []
      : listAt(properties, 'AllowedResources')
          .map((item) => text(item))
          .filter((item) => !names.has(item))
          .map((item) => `AccessPolicy resource ${item} not in stack`),
  create: async () => ({ id: null }),
});
