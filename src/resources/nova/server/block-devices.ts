/** What a server boots from and the disks it is born with, as Nova wants to be told. */
import type { ValueMap } from '../../../expressions/values.ts';
import { mapsAt, textOf } from '../../access.ts';
import type { Properties } from '../../contract.ts';

/** The parts of the request about disks; empty where there is just an image. */
export function blockDevices(properties: Properties): ValueMap {
  const first = mapsAt(properties, 'block_device_mapping');
  if (first.length > 0) return { block_device_mapping: first.map(oldMapping) };
  const second = mapsAt(properties, 'block_device_mapping_v2')
    .map(mapping)
    .filter((item) => item !== undefined);
  if (second.length === 0) return {};
  const image = textOf(properties, 'image');
  // With mappings Nova wants the image to be one of them (LP 1433609).
  const root =
    image === undefined
      ? []
      : [{ ...onVolume('image', image), destination_type: 'local', delete_on_termination: true }];
  return { block_device_mapping_v2: [...root, ...second] };
}

function oldMapping(item: ValueMap): ValueMap {
  const snapshot = textOf(item, 'snapshot_id');
  return {
    device_name: textOf(item, 'device_name') ?? '',
    ...(snapshot === undefined ? { volume_id: textOf(item, 'volume_id') ?? '' } : { snapshot_id: snapshot }),
    ...(item['volume_size'] ? { volume_size: item['volume_size'] } : {}),
    ...(item['delete_on_termination'] ? { delete_on_termination: true } : {}),
  };
}

const onVolume = (source: string, uuid: string): ValueMap => ({
  uuid,
  source_type: source,
  destination_type: 'volume',
  boot_index: 0,
  delete_on_termination: false,
});

const BLANK: ValueMap = {
  source_type: 'blank',
  destination_type: 'local',
  boot_index: -1,
  delete_on_termination: true,
};

/** What Nova is told for one entry, before what the template says itself. */
function base(item: ValueMap): ValueMap | undefined {
  for (const [source, key] of [
    ['volume', 'volume_id'],
    ['snapshot', 'snapshot_id'],
    ['image', 'image'],
  ] as const) {
    const id = textOf(item, key);
    if (id !== undefined) return onVolume(source, id);
  }
  if (item['swap_size']) return { ...BLANK, guest_format: 'swap', volume_size: item['swap_size'] };
  const format = textOf(item, 'ephemeral_format');
  if (!item['ephemeral_size'] && format === undefined) return undefined;
  return {
    ...BLANK,
    ...(item['ephemeral_size'] ? { volume_size: item['ephemeral_size'] } : {}),
    ...(format === undefined ? {} : { guest_format: format }),
  };
}

function mapping(item: ValueMap): ValueMap | undefined {
  const result = base(item);
  if (result === undefined) return undefined;
  const device = textOf(item, 'device_name');
  if (device !== undefined) result['device_name'] = device;
  for (const key of ['device_type', 'disk_bus', 'boot_index', 'volume_size', 'delete_on_termination']) {
    const value = item[key] ?? null;
    if (value !== null) result[key] = value;
  }
  return result;
}
