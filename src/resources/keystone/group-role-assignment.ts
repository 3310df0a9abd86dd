import { defineResource } from '../define.ts';
import { ref } from '../schema.ts';
import { rolesProblems, rolesProperty } from './grants.ts';
import { roleAssignment } from './role-assignment.ts';

export default defineResource({
  type: 'OS::Keystone::GroupRoleAssignment',
  description: 'Roles of a group that is there already.',
  since: '5.0.0',
  service: 'identity',
  adminOnly: true,
  properties: { group: ref('keystone.group', { required: true, update: true }), roles: rolesProperty },
  validate: rolesProblems,
  api: roleAssignment('groups', 'group'),
});
