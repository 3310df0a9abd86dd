export type Visibility = 'public' | 'private' | 'shared' | 'community';
export type ImageStatus = 'queued' | 'saving' | 'importing' | 'active' | 'deactivated';

/** An image. Field names are Glance's where it shows them; times are in milliseconds since the epoch. */
export interface Image {
  readonly id: string;
  readonly name: string | null;
  readonly disk_format: string | null;
  readonly container_format: string | null;
  readonly visibility: Visibility;
  readonly protected: boolean;
  readonly min_ram: number;
  readonly min_disk: number;
  readonly owner: string;
  readonly os_hidden: boolean;
  readonly status: ImageStatus;
  readonly size: number | null;
  readonly virtual_size: number | null;
  readonly checksum: string | null;
  readonly os_hash_value: string | null;
  readonly tags: readonly string[];
  /** What people add to it. */
  readonly properties: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** An import that is under way: from `readyAt` on the image is what `becomes` says. */
  readonly pending?: { readonly readyAt: number; readonly becomes: Partial<Image> };
}

/** Bytes of an image in base64, kept apart because lists have no use for them. */
export interface ImageData {
  readonly id: string;
  readonly base64: string;
}

/** A project that an image is shared with; the id is `image/project`. */
export interface Member {
  readonly id: string;
  readonly imageId: string;
  readonly project: string;
  readonly status: 'pending' | 'accepted' | 'rejected';
  readonly createdAt: number;
  readonly updatedAt: number;
}
