/** Security groups by name, where no property names them. */
import { isMap } from '../../expressions/values.ts';
import { mapsAt, textOf } from '../access.ts';
import type { Context } from '../contract.ts';
import { notFound } from '../words.ts';

/** The id of the project's own `default` security group. */
export async function defaultSecurityGroup(context: Context): Promise<string> {
  const answer = await context.cloud.service('network').get('/security-groups', {
    query: { name: 'default', project_id: await context.cloud.projectId(), fields: 'id' },
    signal: context.signal,
  });
  const id = textOf(mapsAt(isMap(answer) ? answer : {}, 'security_groups')[0], 'id');
  if (id === undefined) throw notFound('Resource', 'default');
  return id;
}
