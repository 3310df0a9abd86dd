/** Heat's checks of a server's properties that need no cloud. */
import { given, listAt, mapsAt, textOf } from '../../access.ts';
import type { Properties } from '../../contract.ts';
import type { ValueMap } from '../../../expressions/values.ts';
import { cannotCombine } from '../../words.ts';
import { allocation } from './networks.ts';

export function validateServer(properties: Properties, known: (property: string) => boolean, name: string): string[] {
  return [...disks(properties, known, name), ...(known('networks') ? networks(properties, name) : [])];
}

function disks(properties: Properties, known: (property: string) => boolean, name: string): string[] {
  const problems: string[] = [];
  const [first, second] = [mapsAt(properties, 'block_device_mapping'), mapsAt(properties, 'block_device_mapping_v2')];
  if (first.length > 0 && second.length > 0)
    problems.push(cannotCombine('block_device_mapping', 'block_device_mapping_v2'));
  const image = given(properties, 'image') || !known('image');
  let bootable = image;
  for (const item of first) {
    if (item['device_name'] === 'vda') bootable = true;
    const [volume, snapshot] = [given(item, 'volume_id'), given(item, 'snapshot_id')];
    if (volume && snapshot) problems.push(cannotCombine('volume_id', 'snapshot_id'));
    if (!volume && !snapshot) {
      problems.push(
        `Either volume_id or snapshot_id must be specified for device mapping ${String(item['device_name'])}`,
      );
    }
  }
  let roots = image ? 1 : 0;
  for (const item of second) {
    problems.push(...source(item));
    const index = item['boot_index'] ?? null;
    const sources = ['volume_id', 'snapshot_id', 'image', 'image_id'].filter((key) => given(item, key)).length;
    if (sources === 0 || (index !== null && index !== 0)) continue;
    bootable = true;
    roots += sources;
  }
  if (!known('block_device_mapping') || !known('block_device_mapping_v2')) return problems;
  if (!bootable) problems.push(`Neither image nor bootable volume is specified for instance ${name}`);
  else if (second.length > 0 && roots !== 1) problems.push(`Multiple bootable sources for instance ${name}.`);
  return problems;
}

function source(item: ValueMap): string[] {
  const has = (...keys: string[]): boolean => keys.some((key) => given(item, key));
  const count = [
    has('volume_id'),
    has('snapshot_id'),
    has('image', 'image_id'),
    has('swap_size'),
    has('ephemeral_size', 'ephemeral_format'),
  ].filter(Boolean).length;
  if (count > 1) {
    return [cannotCombine('volume_id', 'snapshot_id', 'image', 'swap_size', 'ephemeral_size', 'ephemeral_format')];
  }
  if (count === 1) return [];
  return ['Either volume_id, snapshot_id, image_id, swap_size, ephemeral_size or ephemeral_format must be specified.'];
}

function networks(properties: Properties, name: string): string[] {
  const entries = mapsAt(properties, 'networks');
  const problems = entries.flatMap((entry) => network(entry, name));
  if (allocation(entries) !== undefined && entries.length !== 1) {
    problems.push('Property "allocate_network" can not be specified if multiple network interfaces set for server.');
  }
  const ports = entries.some((entry) => given(entry, 'port'));
  if (ports && listAt(properties, 'security_groups').length > 0) {
    problems.push(cannotCombine('security_groups', 'networks/port'));
  }
  return problems;
}

function network(entry: ValueMap, name: string): string[] {
  const has = (...keys: string[]): boolean => keys.some((key) => given(entry, key));
  const problems: string[] = [];
  if (!has('network', 'uuid', 'port', 'subnet') && textOf(entry, 'allocate_network') === undefined) {
    problems.push(
      'One of the properties "network", "port", "allocate_network" or "subnet" should be set for the specified network of ' +
        `server "${name}".`,
    );
  }
  const others = Object.keys(entry).filter((key) => given(entry, key)).length;
  if (textOf(entry, 'allocate_network') !== undefined && others !== 1) {
    problems.push('Can not specify "allocate_network" with other keys of networks at the same time.');
  }
  if (textOf(entry, 'fixed_ip') !== undefined && has('port')) {
    problems.push(cannotCombine('networks/fixed_ip', 'networks/port'));
  }
  if (has('floating_ip') && has('network', 'uuid') && !has('port', 'subnet')) {
    problems.push(
      'Property "floating_ip" is not supported if only "network" is specified, because the corresponding port can not be ' +
        'retrieved.',
    );
  }
  return problems;
}
