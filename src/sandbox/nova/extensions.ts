import { Fault } from '../kernel/fault.ts';
import type { VersionedRoutes } from '../wire/versioned.ts';

// What a real Nova lists for the API that is served here; clients ask for it although the list is frozen since 2.1.
const EXTENSIONS: readonly (readonly [alias: string, name: string])[] = [
  ['NMN', 'Multinic'],
  ['OS-DCF', 'DiskConfig'],
  ['OS-EXT-AZ', 'ExtendedAvailabilityZone'],
  ['OS-EXT-IPS', 'ExtendedIps'],
  ['OS-EXT-IPS-MAC', 'ExtendedIpsMac'],
  ['OS-EXT-SRV-ATTR', 'ExtendedServerAttributes'],
  ['OS-EXT-STS', 'ExtendedStatus'],
  ['OS-FLV-DISABLED', 'FlavorDisabled'],
  ['OS-FLV-EXT-DATA', 'FlavorExtraData'],
  ['OS-SCH-HNT', 'SchedulerHints'],
  ['OS-SRV-USG', 'ServerUsage'],
  ['os-access-ips', 'AccessIPs'],
  ['os-admin-actions', 'AdminActions'],
  ['os-admin-password', 'AdminPassword'],
  ['os-aggregates', 'Aggregates'],
  ['os-attach-interfaces', 'AttachInterfaces'],
  ['os-availability-zone', 'AvailabilityZone'],
  ['os-block-device-mapping', 'BlockDeviceMapping'],
  ['os-block-device-mapping-v2-boot', 'BlockDeviceMappingV2Boot'],
  ['os-config-drive', 'ConfigDrive'],
  ['os-console-output', 'ConsoleOutput'],
  ['os-consoles', 'Consoles'],
  ['os-create-server-ext', 'Createserverext'],
  ['os-deferred-delete', 'DeferredDelete'],
  ['os-extended-volumes', 'ExtendedVolumes'],
  ['os-flavor-access', 'FlavorAccess'],
  ['os-flavor-extra-specs', 'FlavorExtraSpecs'],
  ['os-flavor-manage', 'FlavorManage'],
  ['os-flavor-rxtx', 'FlavorRxtx'],
  ['os-hypervisors', 'Hypervisors'],
  ['os-instance-actions', 'InstanceActions'],
  ['os-keypairs', 'Keypairs'],
  ['os-lock-server', 'LockServer'],
  ['os-migrations', 'Migrations'],
  ['os-multiple-create', 'MultipleCreate'],
  ['os-pause-server', 'PauseServer'],
  ['os-quota-class-sets', 'QuotaClasses'],
  ['os-quota-sets', 'Quotas'],
  ['os-rescue', 'Rescue'],
  ['os-security-groups', 'SecurityGroups'],
  ['os-server-groups', 'ServerGroups'],
  ['os-server-password', 'ServerPassword'],
  ['os-server-start-stop', 'ServerStartStop'],
  ['os-services', 'Services'],
  ['os-shelve', 'Shelve'],
  ['os-simple-tenant-usage', 'SimpleTenantUsage'],
  ['os-suspend-server', 'SuspendServer'],
  ['os-used-limits', 'UsedLimits'],
  ['os-user-data', 'UserData'],
  ['os-volumes', 'Volumes'],
];

/** Adds the list of extensions. */
export function addExtensions(routes: VersionedRoutes): void {
  const extensions = EXTENSIONS.map(([alias, name]) => ({
    alias,
    name,
    description: name,
    namespace: 'http://docs.openstack.org/compute/ext/fake_xml',
    updated: '2014-12-03T00:00:00Z',
    links: [],
  }));
  routes.route('GET', '/extensions', () => ({ status: 200, body: { extensions } }));
  routes.route('GET', '/extensions/:alias', (call) => {
    const extension = extensions.find(({ alias }) => alias === call.param('alias'));
    if (extension === undefined) throw new Fault(404, 'The resource could not be found.');
    return { status: 200, body: { extension } };
  });
}
