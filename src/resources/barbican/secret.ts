import type { ValueMap } from '../../expressions/values.ts';
import { given, textOf, withoutNulls } from '../access.ts';
import type { Context, Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { attr, custom, int, oneOf, range, str } from '../schema.ts';
import { needs, onlyWith } from '../words.ts';
import { findByName, remove, show, store, type Kind } from './barbican.ts';
import { BINARY, payloadOf } from './payload.ts';

const KIND: Kind = { plural: 'secrets', ref: 'secret_ref' };

/** The request: a secret without a name is called after the physical name, to be known again. */
function request(properties: Properties, context: Context): ValueMap {
  const body = withoutNulls(properties) as ValueMap;
  // Barbican wants the type of the content for a payload, as its own client fills it in.
  if (textOf(body, 'payload') !== undefined) body['payload_content_type'] ??= 'text/plain';
  return { ...body, name: textOf(body, 'name') ?? context.physicalName };
}

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
  attributes: {
    status: attr('string'),
    decrypted_payload: attr('string', async (_live, context) =>
      context.id === undefined ? null : payloadOf(context, context.id),
    ),
  },
  validate,
  create: async (context, properties) => ({ id: await store(context, KIND, request(properties, context)) }),
  find: (context, properties) => findByName(context, KIND, textOf(request(properties, context), 'name') ?? ''),
  read: (context) => show(context, KIND, context.id),
  delete: (context) => remove(context, KIND),
});
