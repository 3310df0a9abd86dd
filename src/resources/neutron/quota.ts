import { defineResource } from '../define.ts';
import { quota, quotaProblems, quotaProperties } from '../quota.ts';

const limits = 'subnet network floatingip security_group_rule security_group router port subnetpool rbac_policy'.split(
  ' ',
);

export default defineResource({
  type: 'OS::Neutron::Quota',
  description: 'How many network objects a project may have.',
  since: '8.0.0',
  service: 'network',
  extension: 'quotas',
  adminOnly: true,
  properties: quotaProperties(limits),
  validate: quotaProblems(limits),
  api: quota({ service: 'network', path: '/quotas', envelope: 'quota', limits }),
});
