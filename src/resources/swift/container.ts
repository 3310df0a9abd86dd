import { own } from '../../expressions/values.ts';
import { mapAt, textOf } from '../access.ts';
import type { Context, Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { attr, bool, map, str } from '../schema.ts';
import {
  accountUrl,
  containerUrl,
  headContainer,
  prefixed,
  putContainer,
  removeContainer,
  swift,
  type Headers,
} from './swift.ts';

/** Says which resource has a container whose name the template chose: the same name may be given to its successor. */
const MARK = 'x-container-meta-heat-resource';

function headersOf(context: Context, properties: Properties): Headers {
  const lists = ['X-Container-Read', 'X-Container-Write'].flatMap((name) => {
    const value = own(properties, name);
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return {
    ...prefixed('', Object.fromEntries(lists)),
    ...prefixed('X-Container-Meta-', mapAt(properties, 'X-Container-Meta')),
    ...(textOf(properties, 'name') !== undefined && { [MARK]: context.physicalName }),
  };
}

const count = (header: string) =>
  attr('integer', (live) => {
    const value = own(live, header);
    return typeof value === 'string' ? Number(value) : null;
  });

export default defineResource({
  type: 'OS::Swift::Container',
  description: 'A container for objects.',
  service: 'object-store',
  properties: {
    name: str(),
    'X-Container-Read': str(),
    'X-Container-Write': str(),
    'X-Container-Meta': map({ default: {} }),
    'X-Account-Meta': map({ default: {} }),
    PurgeOnDelete: bool({ default: false }),
  },
  attributes: {
    DomainName: attr('string', async (_live, context) => (await accountUrl(context)).hostname),
    WebsiteURL: attr('string', (_live, context) => containerUrl(context)),
    RootURL: attr('string', async (_live, context) => (await accountUrl(context)).href),
    ObjectCount: count('x-container-object-count'),
    BytesUsed: count('x-container-bytes-used'),
    HeadContainer: attr('map', (live) => live),
  },
  validate(properties) {
    const name = textOf(properties, 'name') ?? '';
    const isPath = name.includes('/') || name === '.' || name === '..';
    return isPath ? [`A container cannot have the name '${name}'`] : [];
  },
  async create(context, properties) {
    const name = textOf(properties, 'name') ?? context.physicalName;
    await putContainer(context, name, headersOf(context, properties));
    const account = prefixed('X-Account-Meta-', mapAt(properties, 'X-Account-Meta'));
    if (Object.keys(account).length > 0) {
      await swift(context).raw('POST', '/', undefined, { headers: account, signal: context.signal, repeatable: true });
    }
    return { id: name };
  },
  read: headContainer,
  async delete(context, properties) {
    const holder = own((await headContainer(context)) ?? {}, MARK);
    if (typeof holder === 'string' && holder !== context.physicalName) return;
    const full = `Deleting non-empty container (${context.id ?? ''}) when PurgeOnDelete is False`;
    await removeContainer(context, full, own(properties ?? {}, 'PurgeOnDelete') === true);
  },
  reference: ({ id, physicalName }) => id ?? physicalName,
});
