/** The image that is made of a server before it is deleted. Heat: server.py, handle_snapshot_delete. */
import { isMap } from '../../../expressions/values.ts';
import { listAll } from '../../../clouds/paging.ts';
import type { Collection } from '../../../clouds/types.ts';
import { textOf } from '../../access.ts';
import { ResourceError, type Snapshot } from '../../contract.ts';
import { notFound } from '../../words.ts';
import { nova, serverPath } from './api.ts';

const IMAGES: Collection = { service: 'image', path: '/images', key: 'images' };

const COMING: ReadonlySet<string> = new Set(['queued', 'saving', 'importing', 'uploading']);

/** The first microversion that tells the image's id in its answer. */
const TELLS_IMAGE = '2.45';

export const serverImage: Snapshot = {
  wanted: (_action, status) => status === 'COMPLETE',
  async create(copy, server) {
    const body = { createImage: { name: copy.physicalName, metadata: {} } };
    // A server that is busy answers a conflict, which passes. Not given up when the operation is: nobody would know of the image.
    const options = { microversion: TELLS_IMAGE, retryConflict: true };
    const answer = await nova(server).post(serverPath(server, '/action'), body, options);
    return { id: textOf(isMap(answer) ? answer : {}, 'image_id') ?? '' };
  },
  async find(copy, server) {
    const query = { name: copy.physicalName, instance_uuid: server.id! };
    const { items } = await listAll(copy.cloud, { ...IMAGES, query, signal: copy.signal });
    const made = items.find((item) => item['status'] === 'active' || COMING.has(String(item['status'])));
    return made === undefined ? undefined : { id: String(made['id']) };
  },
  async ready(copy) {
    await copy.cloud.watch(
      IMAGES,
      copy.id!,
      (image) => {
        const status = textOf(image, 'status');
        if (status === undefined) throw notFound('Image', copy.id!);
        if (COMING.has(status)) return undefined;
        if (status !== 'active') throw new ResourceError('Error', `Image ${copy.id!} went to status ${status}`);
        return true;
      },
      copy.signal,
    );
  },
};
