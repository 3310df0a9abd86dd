/** The properties of a server. */
import { extraPortProperties } from '../../neutron/port-schema.ts';
import {
  bool,
  custom,
  formerly,
  hidden,
  int,
  length,
  list,
  listOf,
  map,
  mapOf,
  oneOf,
  range,
  ref,
  str,
} from '../../schema.ts';

const volume = str({ constraints: [custom('cinder.volume')] });
const snapshot = str({ constraints: [custom('cinder.snapshot')] });

const blockDevice = mapOf({
  device_name: str({ required: true }),
  volume_id: volume,
  snapshot_id: snapshot,
  volume_size: int(),
  delete_on_termination: bool(),
});

const blockDeviceV2 = mapOf({
  device_name: str(),
  volume_id: volume,
  image_id: formerly('image', ref('glance.image')),
  image: ref('glance.image'),
  snapshot_id: snapshot,
  swap_size: int(),
  ephemeral_size: int({ constraints: [range({ min: 1 })] }),
  ephemeral_format: str({ constraints: [oneOf('ext2', 'ext3', 'ext4', 'xfs', 'ntfs')] }),
  device_type: str({ constraints: [oneOf('cdrom', 'disk')] }),
  disk_bus: str({ constraints: [oneOf('ide', 'lame_bus', 'scsi', 'usb', 'virtio')] }),
  boot_index: int(),
  volume_size: int(),
  delete_on_termination: bool(),
});

const network = mapOf({
  uuid: formerly('network', ref('neutron.network')),
  network: ref('neutron.network'),
  allocate_network: str({ update: true, constraints: [oneOf('none', 'auto')] }),
  fixed_ip: str({ constraints: [custom('ip_addr')] }),
  port: ref('neutron.port'),
  port_extra_properties: mapOf(extraPortProperties),
  subnet: { ...ref('neutron.subnet'), constraints: undefined },
  floating_ip: str(),
  tag: str(),
});

export const serverProperties = {
  name: str({ update: true }),
  image: ref('glance.image', { update: true }),
  block_device_mapping: listOf(blockDevice),
  block_device_mapping_v2: listOf(blockDeviceV2),
  flavor: ref('nova.flavor', { required: true, update: true }),
  flavor_update_policy: str({ update: true, default: 'RESIZE', constraints: [oneOf('RESIZE', 'REPLACE')] }),
  image_update_policy: str({
    update: true,
    default: 'REBUILD',
    constraints: [oneOf('REBUILD', 'REPLACE', 'REBUILD_PRESERVE_EPHEMERAL')],
  }),
  key_name: str({ constraints: [custom('nova.keypair')] }),
  admin_user: hidden(str()),
  availability_zone: str(),
  security_groups: list({ default: [] }),
  networks: listOf(network, { update: true }),
  scheduler_hints: map(),
  metadata: map({ update: true, default: {} }),
  user_data_format: str({
    default: 'HEAT_CFNTOOLS',
    constraints: [oneOf('HEAT_CFNTOOLS', 'RAW', 'SOFTWARE_CONFIG')],
  }),
  software_config_transport: str({
    update: true,
    default: 'POLL_SERVER_CFN',
    constraints: [oneOf('POLL_SERVER_CFN', 'POLL_SERVER_HEAT', 'POLL_TEMP_URL', 'ZAQAR_MESSAGE')],
  }),
  user_data_update_policy: str({
    update: true,
    default: 'REPLACE',
    constraints: [oneOf('REPLACE', 'IGNORE', 'REBUILD')],
  }),
  user_data: str({ update: true, default: '' }),
  reservation_id: str(),
  config_drive: bool(),
  diskConfig: str({ constraints: [oneOf('AUTO', 'MANUAL')] }),
  personality: map({ default: {}, support: { status: 'DEPRECATED', version: '12.0.0' } }),
  admin_pass: str({ update: true }),
  tags: listOf(str(), { update: true }),
  deployment_swift_data: mapOf(
    { container: str({ constraints: [length({ min: 1 })] }), object: str({ constraints: [length({ min: 1 })] }) },
    { update: true, default: {} },
  ),
};
