/** What compute and volume services need to know of an image. */
export interface ImageFacts {
  readonly id: string;
  readonly name: string | null;
  readonly status: string;
  /** Bytes. */
  readonly size: number;
  /** GiB. */
  readonly min_disk: number;
  /** MiB. */
  readonly min_ram: number;
  readonly checksum: string | null;
  readonly container_format: string;
  readonly disk_format: string;
}

/** An image that is made from a server or a volume. */
export interface NewImage {
  readonly name: string;
  readonly projectId: string;
  /** Set on the image beside its own fields. */
  readonly properties: Readonly<Record<string, string>>;
  readonly min_disk: number;
  readonly min_ram: number;
  readonly container_format: string;
  readonly disk_format: string;
}

/** The image service as the other services of the cloud use it. */
export interface ImageStore {
  /** The image, if the project may use it. */
  find(id: string, projectId: string, isAdmin: boolean): ImageFacts | undefined;
  /** Makes an image whose data is there at once; answers its id. */
  add(image: NewImage): string;
}
