import { isMap, own, type ValueMap } from '../../expressions/values.ts';
import { entry, given, mapAt, textOf } from '../access.ts';
import type { Context, Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { deleteAt, unlessGone } from '../patience.ts';
import { attr, bool, length, oneOf, ref, str } from '../schema.ts';

/** The last microversion that makes key pairs itself is 2.91; owners came with 2.10. */
const VERSION = { microversion: '2.10' };
const PATH = '/os-keypairs';

const nova = (context: Context) => context.cloud.service('compute');

function request(properties: Properties): ValueMap {
  return {
    name: textOf(properties, 'name') ?? '',
    ...entry('public_key', own(properties, 'public_key')),
    ...entry('type', own(properties, 'type')),
    ...entry('user_id', own(properties, 'user')),
  };
}

async function add(context: Context, body: ValueMap): Promise<ValueMap> {
  const answer = await nova(context).post(PATH, { keypair: body }, { ...VERSION, signal: context.signal });
  return isMap(answer) ? mapAt(answer, 'keypair') : {};
}

async function show(context: Context, name: string, user: string | undefined): Promise<ValueMap | undefined> {
  const query = user === undefined ? {} : { user_id: user };
  const path = `${PATH}/${encodeURIComponent(name)}`;
  const answer = await unlessGone(nova(context).get(path, { ...VERSION, query, signal: context.signal }));
  return isMap(answer) ? mapAt(answer, 'keypair') : undefined;
}

async function remove(context: Context): Promise<void> {
  if (context.id === undefined) return;
  const user = textOf(context.data, 'user');
  const query = user === undefined ? '' : `?user_id=${encodeURIComponent(user)}`;
  await deleteAt(context, nova(context), `${PATH}/${encodeURIComponent(context.id)}${query}`, VERSION);
}

/** The private half, where it was to be kept; sealed at rest. */
function privateKey(context: Context): string {
  const sealed = textOf(context.data, 'private_key');
  return sealed === undefined ? '' : context.secrets.unseal(sealed);
}

export default defineResource({
  type: 'OS::Nova::KeyPair',
  description: 'An SSH key that servers can be given.',
  since: '2014.1',
  service: 'compute',
  properties: {
    name: str({ required: true, constraints: [length({ min: 1, max: 255 })] }),
    save_private_key: bool({ default: false }),
    public_key: str(),
    type: str({ constraints: [oneOf('ssh', 'x509')] }),
    user: ref('keystone.user'),
  },
  attributes: {
    public_key: attr('string'),
    private_key: attr('string', (_live, context) => privateKey(context)),
  },
  async create(context, properties) {
    // The name is the template's, and so could be of a key that somebody else has made: note that it was not there.
    if ((await show(context, textOf(properties, 'name') ?? '', textOf(properties, 'user'))) === undefined) {
      await context.save({ data: { absent: true } });
    }
    const made = await add(context, request(properties));
    const secret = own(properties, 'save_private_key') === true ? textOf(made, 'private_key') : undefined;
    const user = textOf(properties, 'user');
    return {
      id: textOf(made, 'name') ?? textOf(properties, 'name') ?? '',
      data: {
        absent: null,
        ...entry('private_key', secret === undefined ? undefined : context.secrets.seal(secret)),
        ...entry('user', user),
      },
    };
  },
  async find(context, properties) {
    const name = textOf(properties, 'name') ?? '';
    const user = textOf(properties, 'user');
    if (own(context.data, 'absent') !== true || (await show(context, name, user)) === undefined) return undefined;
    if (given(properties, 'public_key')) return { id: name, data: entry('user', user) };
    // The private half went with the lost answer; only a new key has one.
    await deleteAt(context, nova(context), `${PATH}/${encodeURIComponent(name)}`, VERSION);
    return undefined;
  },
  read: async (context) =>
    context.id === undefined ? undefined : show(context, context.id, textOf(context.data, 'user')),
  delete: remove,
  async makeWay(context) {
    const live = context.id === undefined ? undefined : await show(context, context.id, textOf(context.data, 'user'));
    if (live !== undefined) await context.save({ data: { public_key: own(live, 'public_key') ?? null } });
    await remove(context);
  },
  async takeBack(context, properties) {
    const key = textOf(context.data, 'public_key');
    if (key === undefined || (await show(context, context.id ?? '', textOf(context.data, 'user'))) !== undefined)
      return;
    await add(context, { ...request(properties), public_key: key });
  },
});
