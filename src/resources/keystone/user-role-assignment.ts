import { defineResource } from '../define.ts';
import { ref } from '../schema.ts';
import { rolesProblems, rolesProperty } from './grants.ts';
import { roleAssignment } from './role-assignment.ts';

export default defineResource({
  type: 'OS::Keystone::UserRoleAssignment',
  description: 'Roles of a user that is there already.',
  since: '5.0.0',
  service: 'identity',
  adminOnly: true,
  properties: { user: ref('keystone.user', { required: true, update: true }), roles: rolesProperty },
  validate: rolesProblems,
  api: roleAssignment('users', 'user'),
});
