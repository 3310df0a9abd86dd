import { describe, expect, it } from 'vitest';
import type { ValueMap } from '../../../expressions/values.ts';
import { validateServer } from './validate.ts';

const problems = (properties: ValueMap): string[] => validateServer(properties, () => true, 'web');

describe('validateServer', () => {
  it.each<[string, ValueMap, string]>([
    ['nothing to boot from', {}, 'Neither image nor bootable volume is specified for instance web'],
    [
      'two ways to say disks',
      {
        image: 'i',
        block_device_mapping: [{ device_name: 'vdb', volume_id: 'v' }],
        block_device_mapping_v2: [{ swap_size: 1 }],
      },
      'Cannot define the following properties at the same time: block_device_mapping, block_device_mapping_v2.',
    ],
    [
      'two roots',
      { image: 'i', block_device_mapping_v2: [{ volume_id: 'v' }] },
      'Multiple bootable sources for instance web.',
    ],
    [
      'a disk of nothing',
      { image: 'i', block_device_mapping_v2: [{ device_name: 'vdb' }] },
      'Either volume_id, snapshot_id, image_id, swap_size, ephemeral_size or ephemeral_format must be specified.',
    ],
    [
      'a network of nothing',
      { image: 'i', networks: [{ fixed_ip: '10.0.0.1' }] },
      'One of the properties "network", "port", "allocate_network" or "subnet" should be set for the specified network of server "web".',
    ],
    [
      'an address for a port',
      { image: 'i', networks: [{ port: 'p', fixed_ip: '10.0.0.1' }] },
      'Cannot define the following properties at the same time: networks/fixed_ip, networks/port.',
    ],
    [
      'security groups for a port',
      { image: 'i', networks: [{ port: 'p' }], security_groups: ['default'] },
      'Cannot define the following properties at the same time: security_groups, networks/port.',
    ],
    [
      'allocation among others',
      { image: 'i', networks: [{ allocate_network: 'auto' }, { network: 'n' }] },
      'Property "allocate_network" can not be specified if multiple network interfaces set for server.',
    ],
    [
      'a floating IP without a port of ours',
      { image: 'i', networks: [{ network: 'n', floating_ip: 'f' }] },
      'Property "floating_ip" is not supported if only "network" is specified, because the corresponding port can not be retrieved.',
    ],
  ])('refuses %s', (_what, properties, message) => {
    expect(problems(properties)).toContain(message);
  });

  it('takes what is fine', () => {
    expect(problems({ image: 'i', networks: [{ network: 'n' }, { port: 'p' }] })).toEqual([]);
    expect(problems({ block_device_mapping_v2: [{ image: 'i' }, { swap_size: 1 }] })).toEqual([]);
    expect(problems({ block_device_mapping: [{ device_name: 'vda', volume_id: 'v' }] })).toEqual([]);
  });
});
