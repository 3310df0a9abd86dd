/** What Zaqar's resource types have in common: every request says who sends it, and objects are found in a queue's lists. */
import { listAll } from '../../clouds/paging.ts';
import type { RequestOptions, ServiceClient } from '../../clouds/types.ts';
import type { ValueMap } from '../../expressions/values.ts';
import type { Context } from '../contract.ts';

export const zaqar = (context: Context): ServiceClient => context.cloud.service('messaging');

/** The options of a request, with the id of a client as Zaqar wants it (zaqar/common/transport/wsgi/helpers.py). */
export function asClient(context: Context, headers: Record<string, string> = {}): RequestOptions {
  return { headers: { 'client-id': context.random.uuid(), ...headers }, signal: context.signal };
}

/** All items of a list. */
export async function listed(
  context: Context,
  path: string,
  key: string,
  query: RequestOptions['query'] = {},
): Promise<readonly ValueMap[]> {
  const { headers } = asClient(context);
  const listing = { service: 'messaging', path, key, query, headers: headers!, signal: context.signal };
  return (await listAll(context.cloud, listing)).items;
}
