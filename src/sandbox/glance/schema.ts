import type { Value } from '../../expressions/values.ts';

const UUID = '^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$';

/** One property of Glance's image schema. */
export interface Property {
  readonly type: string | readonly string[];
  readonly description: string;
  readonly readOnly?: true;
  readonly enum?: readonly (string | null)[];
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly items?: object;
  readonly is_base?: false;
}

const TEXT = ['null', 'string'] as const;
const DISK = [null, 'ami', 'ari', 'aki', 'vhd', 'vhdx', 'vmdk', 'raw', 'qcow2', 'vdi', 'iso', 'ploop'] as const;
const CONTAINER = [null, 'ami', 'ari', 'aki', 'bare', 'ovf', 'ova', 'docker', 'compressed'] as const;
const STATUS = [
  'queued',
  'saving',
  'active',
  'killed',
  'deleted',
  'uploading',
  'importing',
  'pending_delete',
  'deactivated',
];
const VISIBILITY = ['community', 'public', 'private', 'shared'] as const;

/** What an image has, as `/v2/schemas/image` tells it (glance/api/v2/images.py: get_base_properties). */
export const IMAGE: Readonly<Record<string, Property>> = {
  id: { type: 'string', description: 'An identifier for the image', pattern: UUID },
  name: { type: TEXT, description: 'Descriptive name for the image', maxLength: 255 },
  status: { type: 'string', readOnly: true, description: 'Status of the image', enum: STATUS },
  visibility: { type: 'string', description: 'Scope of image accessibility', enum: VISIBILITY },
  protected: { type: 'boolean', description: 'If true, image will not be deletable.' },
  os_hidden: { type: 'boolean', description: 'If true, image will not appear in default image list response.' },
  checksum: { type: TEXT, readOnly: true, description: 'md5 hash of image contents.', maxLength: 32 },
  os_hash_algo: { type: TEXT, readOnly: true, description: 'Algorithm to calculate the os_hash_value', maxLength: 64 },
  os_hash_value: { type: TEXT, readOnly: true, description: 'Hexdigest of the image contents', maxLength: 128 },
  owner: { type: TEXT, description: 'Owner of the image', maxLength: 255 },
  size: { type: ['null', 'integer'], readOnly: true, description: 'Size of image file in bytes' },
  virtual_size: { type: ['null', 'integer'], readOnly: true, description: 'Virtual size of image in bytes' },
  container_format: { type: TEXT, description: 'Format of the container', enum: CONTAINER },
  disk_format: { type: TEXT, description: 'Format of the disk', enum: DISK },
  created_at: { type: 'string', readOnly: true, description: 'Date and time of image registration' },
  updated_at: { type: 'string', readOnly: true, description: 'Date and time of the last image modification' },
  tags: {
    type: 'array',
    description: 'List of strings related to the image',
    items: { type: 'string', maxLength: 255 },
  },
  direct_url: { type: 'string', readOnly: true, description: 'URL to access the image file kept in external store' },
  min_ram: { type: 'integer', description: 'Amount of ram (in MB) required to boot image.' },
  min_disk: { type: 'integer', description: 'Amount of disk space (in GB) required to boot image.' },
  self: { type: 'string', readOnly: true, description: 'An image self url' },
  file: { type: 'string', readOnly: true, description: 'An image file url' },
  schema: { type: 'string', readOnly: true, description: 'An image schema url' },
  locations: { type: 'array', description: 'A set of URLs to access the image file', items: { type: 'object' } },
  kernel_id: { type: TEXT, pattern: UUID, description: 'Image to be used as the kernel', is_base: false },
  ramdisk_id: { type: TEXT, pattern: UUID, description: 'Image to be used as the ramdisk', is_base: false },
  instance_uuid: { type: 'string', description: 'Instance this image is associated with', is_base: false },
  architecture: { type: 'string', description: 'Operating system architecture', is_base: false },
  os_distro: { type: 'string', description: 'Common name of operating system distribution', is_base: false },
  os_version: { type: 'string', description: 'Operating system version', is_base: false },
  description: { type: 'string', description: 'A human-readable string describing this image.', is_base: false },
};

/** Why a value does not fit a property, in the words of jsonschema; undefined where it fits. */
export function misfit(property: Property, value: Value): string | undefined {
  const types = typeof property.type === 'string' ? [property.type] : property.type;
  const shown = typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
  if (!types.includes(typeOf(value))) return `${shown} is not of type ${types.map((type) => `'${type}'`).join(', ')}`;
  if (property.enum !== undefined && !property.enum.includes(value as string | null)) {
    return `${shown} is not one of [${property.enum.map((one) => (one === null ? 'None' : `'${one}'`)).join(', ')}]`;
  }
  if (typeof value !== 'string') return undefined;
  if (property.maxLength !== undefined && value.length > property.maxLength) return `${shown} is too long`;
  if (property.pattern !== undefined && !new RegExp(property.pattern).test(value)) {
    return `${shown} does not match '${property.pattern}'`;
  }
  return undefined;
}

function typeOf(value: Value): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value;
}

const MEMBER = {
  member_id: { type: 'string', description: 'An identifier for the image member (tenantId)' },
  image_id: { type: 'string', description: 'An identifier for the image', pattern: UUID },
  created_at: { type: 'string', description: 'Date and time of image member creation' },
  updated_at: { type: 'string', description: 'Date and time of last modification of image member' },
  status: { type: 'string', description: 'The status of this image member', enum: ['pending', 'accepted', 'rejected'] },
  schema: { readOnly: true, type: 'string' },
};

/** `/v2/schemas/{name}`; undefined where there is no such schema. */
export function schemaOf(name: string): object | undefined {
  const image = {
    name: 'image',
    properties: IMAGE,
    additionalProperties: { type: 'string' },
    links: [
      { rel: 'self', href: '{self}' },
      { rel: 'enclosure', href: '{file}' },
      { rel: 'describedby', href: '{schema}' },
    ],
  };
  const member = { name: 'member', properties: MEMBER };
  const schemas: Record<string, object> = {
    image,
    images: listOf('images', image, {
      first: { type: 'string' },
      next: { type: 'string' },
      schema: { type: 'string' },
    }),
    member,
    members: listOf('members', member, { schema: { type: 'string' } }),
  };
  return Object.hasOwn(schemas, name) ? schemas[name] : undefined;
}

function listOf(name: string, items: object, more: object): object {
  return { name, properties: { [name]: { type: 'array', items }, ...more } };
}
