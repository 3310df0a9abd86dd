/** Who may do what unless the operator says otherwise: Heat's own defaults with its new rules enforced, name by name. */
const MEMBER = 'role:member and project_id:%(project_id)s';
const READER = 'role:reader and project_id:%(project_id)s';
const STACK_USER = 'role:heat_stack_user and project_id:%(project_id)s';
const READER_OR_STACK_USER = `(${READER}) or (${STACK_USER})`;
const ADMIN = 'rule:project_admin';
const NOBODY = 'rule:deny_everybody';

const BASE: Readonly<Record<string, string>> = {
  context_is_admin: 'role:admin and is_admin_project:True',
  project_admin: 'role:admin',
  deny_stack_user: 'not role:heat_stack_user',
  deny_everybody: '!',
  allow_everybody: '',
};

const STACKS: Readonly<Record<string, string>> = {
  abandon: MEMBER,
  create: MEMBER,
  delete: MEMBER,
  delete_snapshot: MEMBER,
  detail: READER,
  environment: READER,
  export: MEMBER,
  files: READER,
  generate_template: MEMBER,
  global_index: NOBODY,
  index: READER,
  list_outputs: READER,
  list_resource_types: READER,
  list_snapshots: READER,
  list_template_functions: READER,
  list_template_versions: READER,
  lookup: READER_OR_STACK_USER,
  preview: READER,
  preview_update: MEMBER,
  preview_update_patch: MEMBER,
  resource_schema: READER,
  restore_snapshot: MEMBER,
  show: READER,
  show_output: READER,
  show_snapshot: READER,
  snapshot: MEMBER,
  template: READER,
  update: MEMBER,
  update_no_change: 'rule:stacks:update_patch',
  update_patch: MEMBER,
  validate_template: MEMBER,
};

const ACTIONS: Readonly<Record<string, string>> = {
  action: MEMBER,
  cancel_update: MEMBER,
  cancel_without_rollback: MEMBER,
  check: READER,
  resume: MEMBER,
  snapshot: MEMBER,
  suspend: MEMBER,
};

const RESOURCE: Readonly<Record<string, string>> = {
  index: READER,
  mark_unhealthy: MEMBER,
  metadata: READER_OR_STACK_USER,
  show: READER,
  signal: READER_OR_STACK_USER,
};

const CLOUDFORMATION: Readonly<Record<string, string>> = {
  CancelUpdateStack: MEMBER,
  CreateStack: MEMBER,
  DeleteStack: MEMBER,
  DescribeStackEvents: READER,
  DescribeStackResource: READER_OR_STACK_USER,
  DescribeStackResources: READER,
  DescribeStacks: READER,
  EstimateTemplateCost: READER,
  GetTemplate: READER,
  ListStackResources: READER,
  ListStacks: READER,
  UpdateStack: MEMBER,
  ValidateTemplate: READER,
};

const SOFTWARE_CONFIGS: Readonly<Record<string, string>> = {
  create: MEMBER,
  delete: MEMBER,
  global_index: NOBODY,
  index: READER,
  show: READER,
};

const SOFTWARE_DEPLOYMENTS: Readonly<Record<string, string>> = {
  create: MEMBER,
  delete: MEMBER,
  index: READER,
  metadata: READER_OR_STACK_USER,
  show: READER,
  update: MEMBER,
};

/** The clouds that a project has registered; Heat has none. */
const CLOUDS: Readonly<Record<string, string>> = {
  check: MEMBER,
  create: MEMBER,
  delete: MEMBER,
  index: READER,
  // As in Heat, who may make the stack may. Only roles and project count: it is asked when the owner is away, too.
  insecure: 'rule:allow_everybody',
  show: READER,
  update: MEMBER,
};

/** Types that change what every tenant of a cloud sees. */
const ADMIN_TYPES = [
  'OS::Blazar::Host',
  'OS::Cinder::EncryptedVolumeType',
  'OS::Cinder::QoSAssociation',
  'OS::Cinder::QoSSpecs',
  'OS::Cinder::Quota',
  'OS::Cinder::VolumeType',
  'OS::Keystone::*',
  'OS::Manila::ShareType',
  'OS::Neutron::ProviderNet',
  'OS::Neutron::QoSBandwidthLimitRule',
  'OS::Neutron::QoSDscpMarkingRule',
  'OS::Neutron::QoSMinimumBandwidthRule',
  'OS::Neutron::QoSMinimumPacketRateRule',
  'OS::Neutron::QoSPolicy',
  'OS::Neutron::Quota',
  'OS::Neutron::Segment',
  'OS::Nova::Flavor',
  'OS::Nova::HostAggregate',
  'OS::Nova::Quota',
  'OS::Octavia::AvailabilityZone',
  'OS::Octavia::AvailabilityZoneProfile',
  'OS::Octavia::Flavor',
  'OS::Octavia::FlavorProfile',
  'OS::Octavia::Quota',
];

/** Every rule by its full name, such as `stacks:create`. */
export const DEFAULT_RULES: Readonly<Record<string, string>> = {
  ...BASE,
  ...scoped('stacks', STACKS),
  ...scoped('actions', ACTIONS),
  ...scoped('resource', RESOURCE),
  ...scoped('events', { index: READER, show: READER }),
  ...scoped('build_info', { build_info: READER }),
  ...scoped('service', { index: ADMIN }),
  ...scoped('cloudformation', CLOUDFORMATION),
  ...scoped('software_configs', SOFTWARE_CONFIGS),
  ...scoped('software_deployments', SOFTWARE_DEPLOYMENTS),
  ...scoped('clouds', CLOUDS),
  ...scoped('resource_types', Object.fromEntries(ADMIN_TYPES.map((type) => [type, ADMIN]))),
};

function scoped(scope: string, rules: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(rules).map(([name, rule]) => [`${scope}:${name}`, rule]));
}
