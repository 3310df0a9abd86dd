import { createHash } from 'node:crypto';
import type { Caller } from '../kernel/caller.ts';
import { Fault } from '../kernel/fault.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Collection } from '../kernel/state.ts';
import type { Image, ImageData, Member } from './records.ts';

/** What another service knows of an image it is about to make. */
export interface Snapshot {
  readonly name: string;
  readonly owner: string;
  readonly disk_format?: string;
  readonly container_format?: string;
  readonly visibility?: Image['visibility'];
  readonly min_disk?: number;
  readonly min_ram?: number;
  readonly size?: number;
  readonly properties?: Readonly<Record<string, string>>;
  /** How long until it is active, in milliseconds. */
  readonly takesMs: number;
}

/** The images of a cloud; also what Nova and Cinder use them through. */
export class ImageStore {
  readonly kernel: Kernel;
  readonly images: Collection<Image>;
  readonly data: Collection<ImageData>;
  readonly members: Collection<Member>;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.images = kernel.state.collection('glance.images');
    this.data = kernel.state.collection('glance.data');
    this.members = kernel.state.collection('glance.members');
  }

  /** The image as it is now, whoever asks; undefined where there is none. */
  get(id: string): Image | undefined {
    const image = this.images.get(id);
    return image && this.settled(image);
  }

  /** The image, where the caller may see it. */
  find(id: string, caller: Caller): Image | undefined {
    const image = this.get(id);
    return image && this.isVisible(image, caller) ? image : undefined;
  }

  /** The image; throws a 404 where there is none that the caller may see. */
  require(id: string, caller: Caller): Image {
    const image = this.find(id, caller);
    if (image === undefined) throw new Fault(404, `No image found with ID ${id}`);
    return image;
  }

  /** Everything as it is now. */
  all(): Image[] {
    return [...this.images.values()].map((image) => this.settled(image));
  }

  /** True where the caller may see the image. */
  isVisible(image: Image, caller: Caller): boolean {
    if (caller.isAdmin || image.owner === caller.projectId) return true;
    if (image.visibility === 'public' || image.visibility === 'community') return true;
    return image.visibility === 'shared' && this.members.has(`${image.id}/${caller.projectId}`);
  }

  /** Makes an image for another service: a snapshot of a server, an upload of a volume. */
  snapshot(from: Snapshot): Image {
    const now = this.kernel.clock.now();
    const content = contentOf(from.size ?? 0, `${from.name} of ${from.owner}`);
    return this.images.put({
      ...this.fresh(from.owner),
      name: from.name,
      disk_format: from.disk_format ?? 'raw',
      container_format: from.container_format ?? 'bare',
      visibility: from.visibility ?? 'private',
      min_disk: from.min_disk ?? 0,
      min_ram: from.min_ram ?? 0,
      properties: from.properties ?? {},
      status: 'queued',
      pending: { readyAt: now + from.takesMs, becomes: { status: 'active', ...content } },
    });
  }

  /** Takes an image out with all that belongs to it. */
  remove(id: string): void {
    for (const member of this.members.filter(({ imageId }) => imageId === id)) this.members.delete(member.id);
    this.data.delete(id);
    this.images.delete(id);
  }

  /** An image with nothing in it yet. */
  fresh(owner: string): Image {
    const now = this.kernel.clock.now();
    return {
      id: this.kernel.random.uuid(),
      name: null,
      disk_format: null,
      container_format: null,
      visibility: 'shared',
      protected: false,
      min_ram: 0,
      min_disk: 0,
      owner,
      os_hidden: false,
      status: 'queued',
      size: null,
      virtual_size: null,
      checksum: null,
      os_hash_value: null,
      tags: [],
      properties: {},
      createdAt: now,
      updatedAt: now,
    };
  }

  /** The image with what has become of an import by now. */
  settled(image: Image): Image {
    const { pending, ...rest } = image;
    if (pending === undefined || this.kernel.clock.now() < pending.readyAt) return image;
    return { ...rest, ...pending.becomes, updatedAt: pending.readyAt };
  }
}

type Content = Pick<Image, 'size' | 'virtual_size' | 'checksum' | 'os_hash_value'>;

/** What Glance notes of the bytes of an image. */
export function contentOfBytes(bytes: Uint8Array, diskFormat: string | null): Content {
  const checksum = createHash('md5').update(bytes).digest('hex');
  const os_hash_value = createHash('sha512').update(bytes).digest('hex');
  return { size: bytes.length, virtual_size: diskFormat === 'raw' ? bytes.length : null, checksum, os_hash_value };
}

/** The same for content that is only talked about: digests of its name stand for those of bytes that are nowhere. */
export function contentOf(size: number, name: string): Content {
  const checksum = createHash('md5').update(name).digest('hex');
  return { size, virtual_size: size, checksum, os_hash_value: createHash('sha512').update(name).digest('hex') };
}
