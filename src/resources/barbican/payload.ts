/** What a secret holds. */
import { isMap, type Value } from '../../expressions/values.ts';
import { mapAt, textOf } from '../access.ts';
import type { Context } from '../contract.ts';
import { barbican, lastPart } from './barbican.ts';

export const BINARY = 'application/octet-stream';

/** The payload in the type it was stored in; null where the secret has none. What is not text comes in base64, as it was given. */
export async function payloadOf(context: Context, ref: string): Promise<Value> {
  const path = `/secrets/${lastPart(ref)}`;
  const live = await barbican(context).get(path, { signal: context.signal });
  const type = textOf(mapAt(isMap(live) ? live : {}, 'content_types'), 'default');
  if (type === undefined) return null;
  const options = { headers: { Accept: type }, signal: context.signal };
  const answer = await barbican(context).raw('GET', `${path}/payload`, undefined, options);
  return Buffer.from(answer.body).toString(type === BINARY ? 'base64' : 'utf8');
}
