import { isMap, type ValueMap } from '../../expressions/values.ts';
import { mapAt } from '../access.ts';
import { ResourceError, type Context } from '../contract.ts';
import { defineResource } from '../define.ts';
import { quota, quotaProblems, quotaProperties } from '../quota.ts';

const limits = ['gigabytes', 'volumes', 'backups', 'backup_gigabytes', 'snapshots'];
const PATH = '/os-quota-sets';

/** A limit below what the project has already is refused, as by Heat. */
async function check(context: Context, project: string, wanted: ValueMap): Promise<void> {
  const cinder = context.cloud.service('volumev3');
  const answer = await cinder.get(`${PATH}/${project}`, { query: { usage: 'true' }, signal: context.signal });
  const usage = mapAt(isMap(answer) ? answer : {}, 'quota_set');
  for (const [name, limit] of Object.entries(wanted)) {
    const total = Number(mapAt(usage, name)['in_use'] ?? 0);
    if (limit === -1 || Number(limit) >= total) continue;
    throw new ResourceError(
      'ValueError',
      `Invalid quota ${name} value(s): ${String(limit)}. Can not be less than the current usage value(s): ${total}.`,
    );
  }
}

export default defineResource({
  type: 'OS::Cinder::Quota',
  description: 'How many volumes, and of what size, a project may have.',
  since: '7.0.0',
  service: 'volumev3',
  extension: 'os-quota-sets',
  adminOnly: true,
  properties: quotaProperties(limits),
  validate: quotaProblems(limits),
  api: quota({ service: 'volumev3', path: PATH, envelope: 'quota_set', limits, check }),
});
