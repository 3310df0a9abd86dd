import { describe, expect, it } from 'vitest';
import { blockDevices } from './block-devices.ts';

describe('blockDevices', () => {
  it('is nothing for a server with just an image', () => {
    expect(blockDevices({ image: 'i', block_device_mapping: null, block_device_mapping_v2: null })).toEqual({});
  });

  it('boots from a volume, a snapshot or an image on a volume', () => {
    const from = (item: Record<string, string>) => blockDevices({ block_device_mapping_v2: [item] });
    const volume = { destination_type: 'volume', boot_index: 0, delete_on_termination: false };
    expect(from({ volume_id: 'v' })).toEqual({
      block_device_mapping_v2: [{ uuid: 'v', source_type: 'volume', ...volume }],
    });
    expect(from({ snapshot_id: 's' })).toEqual({
      block_device_mapping_v2: [{ uuid: 's', source_type: 'snapshot', ...volume }],
    });
    expect(from({ image: 'i' })).toEqual({ block_device_mapping_v2: [{ uuid: 'i', source_type: 'image', ...volume }] });
  });

  it('makes swap and ephemeral disks', () => {
    const blank = { source_type: 'blank', destination_type: 'local', boot_index: -1, delete_on_termination: true };
    const { block_device_mapping_v2: disks } = blockDevices({
      block_device_mapping_v2: [{ swap_size: 512 }, { ephemeral_size: 2, ephemeral_format: 'ext4' }],
    });
    expect(disks).toEqual([
      { ...blank, guest_format: 'swap', volume_size: 512 },
      { ...blank, volume_size: 2, guest_format: 'ext4' },
    ]);
  });

  it('lets the template decide, and lists the image with the others', () => {
    const { block_device_mapping_v2: disks } = blockDevices({
      image: 'i',
      block_device_mapping_v2: [{ volume_id: 'v', boot_index: 1, delete_on_termination: true, device_name: 'vdb' }],
    });
    expect(disks).toEqual([
      { uuid: 'i', source_type: 'image', destination_type: 'local', boot_index: 0, delete_on_termination: true },
      {
        uuid: 'v',
        source_type: 'volume',
        destination_type: 'volume',
        boot_index: 1,
        delete_on_termination: true,
        device_name: 'vdb',
      },
    ]);
  });

  it('knows the old form', () => {
    const item = { device_name: 'vda', volume_id: 'v', snapshot_id: null, volume_size: 3, delete_on_termination: true };
    expect(blockDevices({ block_device_mapping: [item] })).toEqual({
      block_device_mapping: [{ device_name: 'vda', volume_id: 'v', volume_size: 3, delete_on_termination: true }],
    });
  });
});
