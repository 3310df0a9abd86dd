/** Changing a server in place, in Heat's order. Each step looks first whether it is done already, so a restart may repeat it. */
import { isMap, own, type ValueMap } from '../../../expressions/values.ts';
import { dumps } from '../../../expressions/python/json.ts';
import { mapAt, textOf, textsAt } from '../../access.ts';
import type { Change, Context, Properties } from '../../contract.ts';
import { ResourceError } from '../../contract.ts';
import { unknownStatus } from '../../words.ts';
import { act, faultOf, nova, serverPath, showServer, statusOf, taskOf, VERSION, watchServer } from './api.ts';
import { updateNetworks } from './networks-update.ts';
import { base64, personalityFiles } from './user-data.ts';

/** True when the change is one that the template wants a new server for. */
export function needsReplace({ before, after, changed }: Change): boolean {
  const policy = (name: string): string | undefined => textOf(after, name) ?? textOf(before, name);
  return (
    (changed.has('flavor') && policy('flavor_update_policy') === 'REPLACE') ||
    (changed.has('image') && policy('image_update_policy') === 'REPLACE') ||
    (changed.has('user_data') && policy('user_data_update_policy') === 'REPLACE')
  );
}

export async function updateServer(context: Context, change: Change): Promise<void> {
  const { after, changed } = change;
  const options = { ...VERSION, signal: context.signal };
  if (changed.has('metadata')) {
    await nova(context).put(serverPath(context, '/metadata'), { metadata: serverMetadata(after) }, options);
  }
  if (changed.has('tags')) await setTags(context, textsAt(after, 'tags'));
  if (changed.has('name')) {
    const name = textOf(after, 'name') ?? context.physicalName;
    await nova(context).put(serverPath(context), { server: { name } }, options);
  }
  if (changed.has('networks')) await updateNetworks(context, change);
  if (changed.has('flavor')) await resize(context, textOf(after, 'flavor') ?? '');
  if (changed.has('user_data') && textOf(after, 'user_data_update_policy') === 'REBUILD')
    await rebuildUserData(context, after);
  if (changed.has('image')) await rebuildImage(context, after);
  else if (changed.has('admin_pass'))
    await act(context, { changePassword: { adminPass: own(after, 'admin_pass') ?? '' } });
}

/** Nova takes text only; anything else is written as JSON. */
export function serverMetadata(properties: Properties): ValueMap {
  const entries = Object.entries(mapAt(properties, 'metadata'));
  return Object.fromEntries(entries.map(([key, value]) => [key, typeof value === 'string' ? value : dumps(value)]));
}

/** Gives the server exactly these tags. */
export async function setTags(context: Context, tags: string[]): Promise<void> {
  await nova(context).put(serverPath(context, '/tags'), { tags }, { ...VERSION, signal: context.signal });
}

const flavorOf = (server: ValueMap): string | undefined => textOf(mapAt(server, 'flavor'), 'id');

async function resize(context: Context, flavor: string): Promise<void> {
  const live = await showServer(context);
  const resized = (server: ValueMap): boolean =>
    statusOf(server) === 'ACTIVE' && taskOf(server) === undefined && flavorOf(server) === flavor;
  if (resized(live)) return;
  const idle = statusOf(live) !== 'VERIFY_RESIZE' && statusOf(live) !== 'RESIZE' && taskOf(live) === undefined;
  if (idle) await act(context, { resize: { flavorRef: flavor } });
  let busy = !idle;
  const status = await watchServer(context, (server) => {
    if (statusOf(server) === 'VERIFY_RESIZE' || resized(server)) return statusOf(server);
    const passing = statusOf(server) === 'RESIZE' || taskOf(server) !== undefined;
    busy ||= passing;
    // A server that is idle again with its old flavor has not been resized; one that was never busy has not been begun with.
    if (passing || (statusOf(server) === 'ACTIVE' && !busy)) return undefined;
    throw new ResourceError('Error', `Resizing to '${flavor}' failed, status '${statusOf(server)}'`);
  });
  if (status === 'VERIFY_RESIZE') await confirmResize(context);
}

async function confirmResize(context: Context): Promise<void> {
  await act(context, { confirmResize: null });
  await watchServer(context, (server) => {
    if (statusOf(server) === 'ACTIVE') return true;
    if (statusOf(server) === 'VERIFY_RESIZE' || taskOf(server)?.includes('resize')) return undefined;
    throw unknownStatus(statusOf(server), `Confirm resize for server ${context.id ?? ''} failed`);
  });
}

async function rebuildImage(context: Context, after: Properties): Promise<void> {
  const image = textOf(after, 'image') ?? '';
  const live = await showServer(context);
  const current = own(live, 'image') ?? null;
  const done = isMap(current) && textOf(current, 'id') === image;
  if (done && statusOf(live) === 'ACTIVE') return;
  const password = textOf(after, 'admin_pass');
  const files = personalityFiles(after);
  if (!done) {
    await act(context, {
      rebuild: {
        imageRef: image,
        metadata: serverMetadata(after),
        ...(password === undefined ? {} : { adminPass: password }),
        ...(textOf(after, 'image_update_policy') === 'REBUILD_PRESERVE_EPHEMERAL' ? { preserve_ephemeral: true } : {}),
        ...(files.length === 0 ? {} : { personality: files }),
      },
    });
  }
  await rebuilt(context);
}

/** Rebuilds the server from the image it has, with new user data; Nova takes these on a rebuild since 2.57. */
async function rebuildUserData(context: Context, after: Properties): Promise<void> {
  const image = textOf(mapAt(await showServer(context), 'image'), 'id') ?? textOf(after, 'image') ?? '';
  const data = textOf(after, 'user_data');
  await act(context, { rebuild: { imageRef: image, user_data: data === undefined ? null : base64(data) } }, '2.57');
  await rebuilt(context);
}

async function rebuilt(context: Context): Promise<void> {
  await watchServer(context, (server) => {
    if (statusOf(server) === 'REBUILD') return undefined;
    if (statusOf(server) !== 'ERROR') return true;
    const { message } = faultOf(server);
    throw new ResourceError('Error', `Rebuilding server failed, status 'ERROR': ${message}`);
  });
}
