import { isMap, own, type Value, type ValueMap } from '../../expressions/values.ts';
import { given, mapAt, mapsAt, omit, textOf, withoutNulls } from '../access.ts';
import { ResourceError, type Context, type Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { attr, custom, int, oneOf, str } from '../schema.ts';
import { needs } from '../words.ts';
import { barbican, findByName, lastPart, pathOf, remove, show, store, type Kind } from './barbican.ts';
import { payloadOf } from './payload.ts';

const KIND: Kind = { plural: 'orders', ref: 'order_ref' };
const KEY = ['name', 'algorithm', 'bit_length', 'mode', 'payload_content_type', 'expiration'];
/** The properties that each type of order takes. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  key: KEY,
  asymmetric: [...KEY, 'pass_phrase'],
  certificate: ['name', 'request_type', 'subject_dn', 'source_container_ref', 'ca_id', 'profile', 'request_data'],
};

function validate(properties: Properties): string[] {
  const type = textOf(properties, 'type') ?? '';
  const allowed = ALLOWED[type];
  if (allowed === undefined) return [];
  const problems: string[] = [];
  if (type !== 'certificate' && !(given(properties, 'algorithm') && given(properties, 'bit_length'))) {
    problems.push(`Properties algorithm and bit_length are required for ${type} type of order.`);
  }
  if (type === 'certificate' && given(properties, 'profile') && !given(properties, 'ca_id'))
    problems.push(needs('profile', 'ca_id'));
  const declared = Object.keys(properties).filter((name) => name !== 'type' && given(properties, name));
  const unexpected = declared.filter((name) => !allowed.includes(name)).toSorted();
  if (unexpected.length > 0) {
    const rule = `Only these properties are allowed for ${type} type of order: ${allowed.toSorted().join(', ')}.`;
    problems.push(`Unexpected properties: ${unexpected.join(', ')}. ${rule}`);
  }
  return problems;
}

const nameOf = (context: Context, properties: Properties): string => textOf(properties, 'name') ?? context.physicalName;

function request(context: Context, properties: Properties): ValueMap {
  const meta = withoutNulls(omit(properties, 'type')) as ValueMap;
  return { type: textOf(properties, 'type') ?? '', meta: { ...meta, name: nameOf(context, properties) } };
}

/** A part of the certificate or the pair of keys that the order has brought. */
const part = (name: string) =>
  attr('string', async (live, context): Promise<Value> => {
    const ref = textOf(live, 'container_ref');
    if (ref === undefined) return null;
    const answer = await barbican(context).get(`/containers/${lastPart(ref)}`, { signal: context.signal });
    const found = mapsAt(isMap(answer) ? answer : {}, 'secret_refs').find((item) => own(item, 'name') === name);
    return found === undefined ? null : payloadOf(context, textOf(found, 'secret_ref') ?? '');
  });

export default defineResource({
  type: 'OS::Barbican::Order',
  description: 'Has the key manager make a key, a pair of keys or a certificate.',
  since: '2014.2',
  service: 'key-manager',
  properties: {
    name: str(),
    payload_content_type: str(),
    expiration: str({ constraints: [custom('expiration')] }),
    algorithm: str(),
    bit_length: int(),
    mode: str(),
    type: str({ required: true, constraints: [oneOf('key', 'asymmetric', 'certificate')] }),
    request_type: str({ constraints: [oneOf('stored-key', 'simple-cmc', 'custom')] }),
    subject_dn: str(),
    source_container_ref: str({ constraints: [custom('barbican.container')] }),
    ca_id: str(),
    profile: str(),
    request_data: str(),
    pass_phrase: str(),
  },
  attributes: {
    status: attr('string'),
    order_ref: attr('string'),
    secret_ref: attr('string'),
    container_ref: attr('string'),
    public_key: part('public_key'),
    private_key: part('private_key'),
    certificate: part('certificate'),
    intermediates: part('intermediates'),
  },
  validate,
  create: async (context, properties) => ({ id: await store(context, KIND, request(context, properties)) }),
  find: (context, properties) =>
    findByName(context, KIND, nameOf(context, properties), (item) => textOf(mapAt(item, 'meta'), 'name')),
  read: (context) => show(context, KIND, context.id),
  delete: (context) => remove(context, KIND),
  async ready(context) {
    for (let delay = 100; ; delay = Math.min(delay * 2, 2_000)) {
      const answer = await barbican(context).get(pathOf(KIND, context.id ?? ''), { signal: context.signal });
      const live = isMap(answer) ? answer : {};
      const status = textOf(live, 'status');
      if (status === 'ACTIVE') return;
      if (status === 'ERROR') {
        const why = `${String(own(live, 'error_status_code') ?? '')} - ${textOf(live, 'error_reason') ?? ''}`;
        throw new ResourceError('Error', `Order '${context.name}' failed: ${why}`);
      }
      await context.clock.sleep(delay, context.signal);
    }
  },
});
