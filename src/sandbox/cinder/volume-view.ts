import type { ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { isoMicros } from '../kernel/kernel.ts';
import { selfLinks } from '../wire/paging.ts';
import type { Volume, VolumeAttachment } from './items.ts';
import type { World } from './world.ts';

const HOST = 'sandbox@lvmdriver#lvmdriver';
const SERVICE_UUID = '84860134-ca27-43d5-9eee-10afcc33ca14';

/** A volume in a plain list. */
export function summary(volume: Volume, call: Call): ValueMap {
  return { id: volume.id, name: volume.name, links: links(volume, call) };
}

function links(volume: Volume, call: Call): ValueMap[] {
  return selfLinks(call.serviceUrl, '/v3', `/${call.caller.projectId}/volumes/${volume.id}`);
}

/** A volume as create and update answer it: `short`; show and detail lists add whose it is. */
export function view(world: World, volume: Volume, call: Call, minor: number, short = false): ValueMap {
  const type = world.types.get(volume.volume_type_id);
  const { isAdmin } = call.caller;
  const metadata: ValueMap = { ...volume.metadata };
  if (volume.readonly !== null) metadata['readonly'] = volume.readonly ? 'True' : 'False';
  return {
    id: volume.id,
    status: volume.status,
    size: volume.size,
    availability_zone: volume.availability_zone,
    created_at: isoMicros(volume.created_at),
    updated_at: volume.updated_at === null ? null : isoMicros(volume.updated_at),
    name: volume.name,
    description: volume.description,
    volume_type: type?.name ?? null,
    snapshot_id: volume.snapshot_id,
    source_volid: volume.source_volid,
    metadata,
    links: links(volume, call),
    user_id: volume.user_id,
    bootable: volume.bootable ? 'true' : 'false',
    encrypted: volume.encrypted,
    replication_status: null,
    consistencygroup_id: null,
    multiattach: volume.multiattach,
    attachments: volume.attachments.filter((one) => one.attached_at !== null).map((one) => viewAttachment(volume, one)),
    ...(isAdmin && { migration_status: volume.migration_status }),
    ...(minor >= 13 && { group_id: null }),
    ...(minor >= 21 && isAdmin && { provider_id: null }),
    ...(minor >= 48 && { shared_targets: false, service_uuid: SERVICE_UUID }),
    ...(minor >= 61 && isAdmin && { cluster_name: null }),
    ...(minor >= 63 && { volume_type_id: volume.volume_type_id }),
    ...(minor >= 65 && { consumes_quota: true }),
    ...(!short && { 'os-vol-tenant-attr:tenant_id': volume.project_id }),
    ...(!short && isAdmin && adminFields(volume)),
    ...(!short && volume.image_metadata && { volume_image_metadata: { ...volume.image_metadata } }),
  };
}

function adminFields(volume: Volume): ValueMap {
  return {
    'os-vol-mig-status-attr:migstat': volume.migration_status,
    'os-vol-mig-status-attr:name_id': null,
    'os-vol-host-attr:host': HOST,
  };
}

function viewAttachment(volume: Volume, one: VolumeAttachment): ValueMap {
  return {
    id: volume.id,
    attachment_id: one.id,
    volume_id: volume.id,
    server_id: one.server_id,
    host_name: null,
    device: one.device,
    attached_at: isoMicros(one.attached_at!),
  };
}
