import type { Schema } from '../wire/schema.ts';

const name: Schema = { type: 'string', minLength: 1, maxLength: 255 };
const nullableText: Schema = { type: ['string', 'null'], maxLength: 255 };
const flag: Schema = { type: ['boolean', 'string'] };
export const metadata: Schema = { type: 'object', additionalProperties: { type: 'string', maxLength: 255 } };
const count: Schema = { type: ['integer', 'string'], minimum: 1 };
const file: Schema = {
  type: 'object',
  required: ['contents'],
  properties: { path: { type: 'string' }, contents: { type: 'string' } },
  additionalProperties: false,
};
const group: Schema = { type: 'object', required: ['name'], properties: { name }, additionalProperties: false };
const tag: Schema = { type: 'string', minLength: 1, maxLength: 60 };

function network(minor: number): Schema {
  return {
    type: 'object',
    properties: {
      fixed_ip: { type: 'string' },
      port: { type: ['string', 'null'] },
      uuid: { type: 'string' },
      ...(minor >= 32 && { tag }),
    },
    additionalProperties: false,
  };
}

function device(minor: number): Schema {
  return {
    type: 'object',
    required: ['source_type'],
    properties: {
      uuid: nullableText,
      source_type: { type: 'string', enum: ['volume', 'image', 'snapshot', 'blank'] },
      destination_type: { type: 'string', enum: ['local', 'volume'] },
      boot_index: { type: ['integer', 'string', 'null'] },
      volume_size: { type: ['integer', 'string', 'null'] },
      delete_on_termination: flag,
      device_name: nullableText,
      device_type: { type: 'string' },
      disk_bus: nullableText,
      guest_format: nullableText,
      no_device: { type: ['string', 'boolean'] },
      volume_id: nullableText,
      snapshot_id: nullableText,
      ...(minor >= 42 && { tag }),
      ...(minor >= 67 && { volume_type: nullableText }),
    },
    additionalProperties: false,
  };
}

/** What a request for a new server may hold at a microversion (nova/api/openstack/compute/schemas/servers.py). */
export function createSchema(minor: number): Schema {
  const hints: Schema = { type: 'object' };
  return {
    type: 'object',
    required: ['server'],
    properties: {
      server: {
        type: 'object',
        required: minor >= 37 ? ['name', 'flavorRef', 'networks'] : ['name', 'flavorRef'],
        properties: {
          name,
          flavorRef: { type: ['string', 'integer'] },
          imageRef: {
            anyOf: [
              { type: 'string', format: 'uuid' },
              { type: 'string', maxLength: 0 },
            ],
          },
          adminPass: { type: 'string' },
          metadata,
          networks:
            minor >= 37
              ? {
                  anyOf: [
                    { type: 'array', items: network(minor) },
                    { type: 'string', enum: ['none', 'auto'] },
                  ],
                }
              : { type: 'array', items: network(minor) },
          'OS-DCF:diskConfig': { type: 'string', enum: ['AUTO', 'MANUAL'] },
          accessIPv4: { type: ['string', 'null'] },
          accessIPv6: { type: ['string', 'null'] },
          availability_zone: name,
          block_device_mapping: { type: 'array', items: { type: 'object' } },
          block_device_mapping_v2: { type: 'array', items: device(minor) },
          config_drive: flag,
          key_name: name,
          min_count: count,
          max_count: count,
          return_reservation_id: flag,
          security_groups: { type: 'array', items: group },
          user_data: { type: 'string', maxLength: 65_535 },
          ...(minor < 57 && { personality: { type: 'array', items: file } }),
          ...(minor >= 19 && { description: { type: ['string', 'null'], maxLength: 255 } }),
          ...(minor >= 52 && { tags: { type: 'array', maxItems: 50, items: tag } }),
          ...(minor >= 63 && {
            trusted_image_certificates: { type: ['array', 'null'], maxItems: 50, items: { type: 'string' } },
          }),
          ...(minor >= 74 && { host: name, hypervisor_hostname: name }),
          ...(minor >= 90 && {
            hostname: { type: 'string', pattern: '^[a-zA-Z0-9-._]*$', minLength: 1, maxLength: 255 },
          }),
        },
        additionalProperties: false,
      },
      'os:scheduler_hints': hints,
      'OS-SCH-HNT:scheduler_hints': hints,
    },
    additionalProperties: false,
  };
}
