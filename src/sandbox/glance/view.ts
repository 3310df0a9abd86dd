import { isoSeconds } from '../kernel/kernel.ts';
import type { Image, Member } from './records.ts';

/** An image as the API shows it. */
export function imageView(image: Image): Record<string, unknown> {
  const { pending: _pending, properties, createdAt, updatedAt, os_hash_value, tags, id, ...base } = image;
  const path = `/v2/images/${id}`;
  return {
    ...properties,
    ...base,
    os_hash_algo: os_hash_value === null ? null : 'sha512',
    os_hash_value,
    id,
    created_at: isoSeconds(createdAt),
    updated_at: isoSeconds(updatedAt),
    locations: image.checksum === null ? [] : [{ url: `file:///var/lib/glance/images/${id}`, metadata: {} }],
    tags,
    self: path,
    file: `${path}/file`,
    schema: '/v2/schemas/image',
  };
}

/** A member as the API shows it. */
export function memberView(member: Member): Record<string, unknown> {
  return {
    member_id: member.project,
    image_id: member.imageId,
    status: member.status,
    created_at: isoSeconds(member.createdAt),
    updated_at: isoSeconds(member.updatedAt),
    schema: '/v2/schemas/member',
  };
}
