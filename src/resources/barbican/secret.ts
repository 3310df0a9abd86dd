import { isMap, own, type Value, type ValueMap } from '../../expressions/values.ts';
import { given, mapAt, mapsAt, textOf, withoutNulls } from '../access.ts';
import type { Context, Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { deleteAt, unlessGone } from '../patience.ts';
import { attr, custom, int, oneOf, range, str } from '../schema.ts';
import { needs, onlyWith } from '../words.ts';

const BINARY = 'application/octet-stream';
/** Barbican's name for secrets that nobody named. */
const UNNAMED = 'Unknown';

const barbican = (context: Context) => context.cloud.service('key-manager');

/** A secret's id for Heat is its whole address; only the last part counts where the service is. */
const pathOf = (ref: string): string => `/secrets/${ref.slice(ref.lastIndexOf('/') + 1)}`;

/** The request: a secret without a name is called after the physical name, to be known again. */
function request(properties: Properties, context: Context): ValueMap {
  const body = withoutNulls(properties) as ValueMap;
  // Barbican wants the type of the content for a payload, as its own client fills it in.
  if (textOf(body, 'payload') !== undefined) body['payload_content_type'] ??= 'text/plain';
  return { ...body, name: textOf(body, 'name') ?? context.physicalName };
}

const CLOCK_ALLOWANCE_MS = 30_000;

function validate(properties: Properties): string[] {
  const type = textOf(properties, 'payload_content_type');
  const encoding = textOf(properties, 'payload_content_encoding');
  const problems: string[] = [];
  if (type !== undefined && !given(properties, 'payload')) problems.push(needs('payload_content_type', 'payload'));
  else if (type === BINARY && encoding === undefined) {
    problems.push(
      `Property unspecified. For '${BINARY}' value of 'payload_content_type' property, 'payload_content_encoding' property must be specified.`,
    );
  } else if (type === BINARY && !isBase64(textOf(properties, 'payload') ?? '')) {
    problems.push(`Invalid payload for specified 'base64' value of 'payload_content_encoding' property.`);
  }
  if (encoding !== undefined && type !== BINARY) {
    problems.push(onlyWith('payload_content_encoding', 'payload_content_type', BINARY));
  }
  return problems;
}

/** As Python's b64decode has it: what is not of the alphabet is skipped, the rest must come in fours. */
function isBase64(text: string): boolean {
  return text.replaceAll(/[^A-Za-z0-9+/=]/g, '').length % 4 === 0;
}

async function payload(live: ValueMap, context: Context): Promise<Value> {
  const type = textOf(mapAt(live, 'content_types'), 'default');
  if (type === undefined || context.id === undefined) return null;
  const headers = { Accept: type };
  const answer = await barbican(context).raw('GET', `${pathOf(context.id)}/payload`, undefined, {
    headers,
    signal: context.signal,
  });
  // What is not text cannot be a value; it comes as it was given.
  return Buffer.from(answer.body).toString(type === BINARY ? 'base64' : 'utf8');
}

export default defineResource({
  type: 'OS::Barbican::Secret',
  description: 'A secret in the keeping of the key manager.',
  since: '2014.2',
  service: 'key-manager',
  properties: {
    name: str(),
    payload: str(),
    secret_type: str({
      default: 'opaque',
      constraints: [oneOf('symmetric', 'public', 'private', 'certificate', 'passphrase', 'opaque')],
    }),
    payload_content_type: str({ constraints: [oneOf('text/plain', BINARY)] }),
    payload_content_encoding: str({ constraints: [oneOf('base64')] }),
    expiration: str({ constraints: [custom('expiration')] }),
    algorithm: str(),
    bit_length: int({ constraints: [range({ min: 0 })] }),
    mode: str(),
  },
  attributes: { status: attr('string'), decrypted_payload: attr('string', payload) },
  validate,
  async create(context, properties) {
    const answer = await barbican(context).post('/secrets', request(properties, context), { signal: context.signal });
    return { id: textOf(isMap(answer) ? answer : {}, 'secret_ref') ?? '' };
  },
  async find(context, properties) {
    const name = textOf(request(properties, context), 'name') ?? UNNAMED;
    const answer = await barbican(context).get('/secrets', { query: { name, limit: 100 }, signal: context.signal });
    for (const secret of mapsAt(isMap(answer) ? answer : {}, 'secrets')) {
      const id = textOf(secret, 'secret_ref') ?? '';
      const created = Date.parse(`${textOf(secret, 'created') ?? ''}Z`);
      const recent = name === context.physicalName || created >= context.intendedAt - CLOCK_ALLOWANCE_MS;
      if (own(secret, 'name') === name && recent && !(await context.isClaimed(id))) return { id };
    }
    return undefined;
  },
  async read(context) {
    if (context.id === undefined) return undefined;
    const answer = await unlessGone(barbican(context).get(pathOf(context.id), { signal: context.signal }));
    return isMap(answer) ? answer : undefined;
  },
  async delete(context) {
    if (context.id !== undefined) await deleteAt(context, barbican(context), pathOf(context.id));
  },
});
