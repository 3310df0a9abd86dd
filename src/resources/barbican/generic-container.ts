import { mapsAt, textOf } from '../access.ts';
import type { Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { custom, listOf, mapOf, str } from '../schema.ts';
import { container, containerAttributes, containerProblems, type Member } from './container.ts';

const members = (properties: Properties): Member[] =>
  mapsAt(properties, 'secrets').map((item) => ({ name: textOf(item, 'name') ?? '', ref: textOf(item, 'ref') ?? '' }));

export default defineResource({
  type: 'OS::Barbican::GenericContainer',
  description: 'Secrets that belong together.',
  since: '6.0.0',
  service: 'key-manager',
  properties: {
    name: str(),
    secrets: listOf(
      mapOf({
        name: str({ required: true }),
        ref: str({ required: true, constraints: [custom('barbican.secret')] }),
      }),
    ),
  },
  attributes: containerAttributes,
  validate: containerProblems(members),
  api: container('generic', members),
});
