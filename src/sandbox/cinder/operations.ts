import { isoMicros } from '../kernel/kernel.ts';
import type { VersionedRoutes } from '../wire/versioned.ts';
import { requireAdmin } from './policy.ts';
import type { World } from './world.ts';

const EXTENSIONS: readonly (readonly [alias: string, name: string])[] = [
  ['backups', 'Backups'],
  ['encryption', 'VolumeTypeEncryption'],
  ['os-admin-actions', 'AdminActions'],
  ['os-availability-zone', 'AvailabilityZones'],
  ['os-extended-snapshot-attributes', 'ExtendedSnapshotAttributes'],
  ['os-quota-class-sets', 'QuotaClasses'],
  ['os-quota-sets', 'Quotas'],
  ['os-services', 'Services'],
  ['os-snapshot-actions', 'SnapshotActions'],
  ['os-types-extra-specs', 'TypesExtraSpecs'],
  ['os-types-manage', 'TypesManage'],
  ['os-used-limits', 'UsedLimits'],
  ['os-vol-host-attr', 'VolumeHostAttribute'],
  ['os-vol-image-meta', 'VolumeImageMetadata'],
  ['os-vol-mig-status-attr', 'VolumeMigStatusAttribute'],
  ['os-vol-tenant-attr', 'VolumeTenantAttribute'],
  ['os-volume-actions', 'VolumeActions'],
  ['os-volume-type-access', 'VolumeTypeAccess'],
  ['qos-specs', 'Qos_specs_manage'],
  ['scheduler-hints', 'SchedulerHints'],
];
const RESOURCE_FILTERS: Readonly<Record<string, readonly string[]>> = {
  volume: ['name', 'status', 'metadata', 'bootable', 'migration_status', 'availability_zone', 'size'],
  backup: ['name', 'status', 'volume_id'],
  snapshot: ['name', 'status', 'volume_id', 'metadata'],
  attachment: [],
  volume_type: ['is_public'],
};

/** Adds what tells of the service itself: zones, daemons, pools, extensions, filters; and lists that are always empty here. */
export function addOperations(routes: VersionedRoutes, world: World): void {
  const zones = [{ zoneName: 'nova', zoneState: { available: true } }];
  routes.route('GET', '/os-availability-zone', () => ({ status: 200, body: { availabilityZoneInfo: zones } }));
  const extensions = EXTENSIONS.map(([alias, name]) => {
    return { name, alias, description: name, updated: '2012-08-25T00:00:00+00:00', links: [] };
  });
  routes.route('GET', '/extensions', () => ({ status: 200, body: { extensions } }));
  routes.route('GET', '/os-services', (call, minor) => {
    requireAdmin(call, 'volume_extension:services:index');
    const up = {
      zone: 'nova',
      status: 'enabled',
      state: 'up',
      updated_at: isoMicros(world.now()),
      disabled_reason: null,
    };
    const volume = { replication_status: 'disabled', active_backend_id: null, frozen: false };
    const cluster = minor >= 7 ? { cluster: null } : {};
    const services = [
      { binary: 'cinder-volume', host: 'sandbox@lvmdriver', ...up, ...volume, ...cluster },
      { binary: 'cinder-scheduler', host: 'sandbox', ...up, ...cluster },
    ];
    return { status: 200, body: { services } };
  });
  routes.route('GET', '/scheduler-stats/get_pools', (call) => {
    requireAdmin(call, 'scheduler_extension:scheduler_stats:get_pools');
    const capabilities = {
      volume_backend_name: 'lvmdriver',
      storage_protocol: 'iSCSI',
      total_capacity_gb: 'infinite',
      free_capacity_gb: 'infinite',
      timestamp: isoMicros(world.now()),
    };
    const detail = call.query.get('detail')?.toLowerCase() === 'true';
    return { status: 200, body: { pools: [{ name: 'sandbox@lvmdriver#lvmdriver', ...(detail && { capabilities }) }] } };
  });
  const filters = Object.entries(RESOURCE_FILTERS).map(([resource, names]) => ({ resource, filters: names }));
  routes.route('GET', '/resource_filters', () => ({ status: 200, body: { resource_filters: filters } }), { from: 33 });
  for (const [path, key, from] of [
    ['/os-volume-transfer', 'transfers', 0],
    ['/os-volume-transfer/detail', 'transfers', 0],
    ['/volume-transfers', 'transfers', 55],
    ['/volume-transfers/detail', 'transfers', 55],
    ['/messages', 'messages', 3],
    ['/group_types', 'group_types', 11],
    ['/groups', 'groups', 13],
    ['/groups/detail', 'groups', 13],
    ['/group_snapshots', 'group_snapshots', 14],
    ['/consistencygroups', 'consistencygroups', 0],
  ] as const) {
    routes.route('GET', path, () => ({ status: 200, body: { [key]: [] } }), { from });
  }
}
