import { contentOfBytes, type ImageStore } from './store.ts';

const BYTES = 8192;

/** Puts the image `cirros` into a cloud that has no image yet: a few kilobytes of noise, owned by the given project. */
export function seedImages(store: ImageStore, owner: string): void {
  if (store.images.size > 0) return;
  const bytes = Uint8Array.from({ length: BYTES }, (_byte, i) => (i * 167 + (i >> 5)) & 0xff);
  const image = { ...store.fresh(owner), name: 'cirros', disk_format: 'raw', container_format: 'bare' };
  const { id } = store.images.put({
    ...image,
    visibility: 'public',
    status: 'active',
    ...contentOfBytes(bytes, 'raw'),
  });
  store.data.put({ id, base64: Buffer.from(bytes).toString('base64') });
}
