/** Removing a server and the ports that belong to it. */
import { isMap } from '../../../expressions/values.ts';
import { mapAt, textOf } from '../../access.ts';
import type { Context } from '../../contract.ts';
import { deleteAt, unlessGone } from '../../patience.ts';
import { inError } from '../../words.ts';
import { act, faultOf, nova, SERVERS, serverPath, statusOf, taskOf, VERSION } from './api.ts';
import { dropOwnPorts } from './own-ports.ts';

export async function removeServer(context: Context): Promise<void> {
  if (context.id !== undefined) {
    await deleteAt(context, nova(context), serverPath(context), VERSION);
    if ((await gone(context)) === 'soft') {
      await act(context, { forceDelete: null });
      await gone(context);
    }
  }
  await dropOwnPorts(context);
}

/** Resolves once the server is gone: for good, or to where a soft delete puts it. */
async function gone(context: Context): Promise<'gone' | 'soft'> {
  const outcome = await context.cloud.watch<'gone' | 'soft' | 'error'>(
    SERVERS,
    context.id!,
    (server) => {
      if (server === undefined || statusOf(server) === 'DELETED') return 'gone';
      if (taskOf(server) === 'deleting') return undefined;
      if (statusOf(server) === 'SOFT_DELETED') return 'soft';
      return statusOf(server) === 'ERROR' ? 'error' : undefined;
    },
    context.signal,
  );
  if (outcome !== 'error') return outcome;
  // A server may have been in error before, and the list older than the request: ask for it alone.
  const answer = await unlessGone(nova(context).get(serverPath(context), { ...VERSION, signal: context.signal }));
  const live = isMap(answer) ? mapAt(answer, 'server') : undefined;
  if (live === undefined) return 'gone';
  if (taskOf(live) === 'deleting' || statusOf(live) !== 'ERROR') return gone(context);
  const { message, code } = faultOf(live);
  throw inError('ERROR', `Server ${textOf(live, 'name') ?? ''} delete failed: (${code}) ${message}`);
}
