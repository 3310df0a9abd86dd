/** The segments of a network, for the types that show them. */
import { isMap, type Value, type ValueMap } from '../../expressions/values.ts';
import { mapsAt } from '../access.ts';
import type { Context } from '../contract.ts';
import { unlessGone } from '../patience.ts';

/** Segments without a name come first, as Heat sorts them; a cloud without that extension has none. */
export async function segmentsOf(live: ValueMap, context: Context): Promise<Value> {
  const query = { network_id: String(live['id']) };
  const answer = await unlessGone(context.cloud.service('network').get('/segments', { query, signal: context.signal }));
  const segments = mapsAt(isMap(answer) ? answer : {}, 'segments');
  return segments.toSorted((a, b) => Number(a['name'] !== null) - Number(b['name'] !== null));
}
