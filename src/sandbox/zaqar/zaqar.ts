import type { Call } from '../kernel/call.ts';
import { Fault, statusTitle } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { Service } from '../kernel/service.ts';
import { createClaim, releaseClaim, renewClaim, showClaim } from './claims.ts';
import { deleteMessage, deleteMessages, listMessages, postMessages, showMessage } from './messages.ts';
import { deleteQueue, listQueues, patchQueue, purgeQueue, putQueue, queueStats, showQueue } from './queues.ts';
import { Store } from './store.ts';
import {
  changeSubscription,
  createSubscription,
  deleteSubscription,
  listSubscriptions,
  showSubscription,
} from './subscriptions.ts';

const UUID = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/** Builds Zaqar v2, the message queues, on what the kernel remembers. */
export function createZaqar(kernel: Kernel): { readonly service: Service } {
  const store = new Store(kernel);
  const service = new Service({
    name: 'zaqar',
    mount: '/messaging',
    fault: refusal,
    noRoute: (_call, allowed) => {
      const status = allowed.length > 0 ? 405 : 404;
      return { status, body: { title: `${status} ${statusTitle(status)}` } };
    },
  });
  const route = (method: string, path: string, answer: (store: Store, call: Call) => Answer): void => {
    service.route(method, `/v2${path}`, (call) => {
      checkRequest(call);
      return answer(store, call);
    });
  };
  service.route('GET', '/', () => versions(), { auth: false });
  route('GET', '/ping', () => ({ status: 204 }));
  route('GET', '/queues', listQueues);
  route('GET', '/queues/:queue', showQueue);
  route('PUT', '/queues/:queue', putQueue);
  route('PATCH', '/queues/:queue', patchQueue);
  route('DELETE', '/queues/:queue', deleteQueue);
  route('POST', '/queues/:queue/purge', purgeQueue);
  route('GET', '/queues/:queue/stats', queueStats);
  route('GET', '/queues/:queue/messages', listMessages);
  route('POST', '/queues/:queue/messages', postMessages);
  route('DELETE', '/queues/:queue/messages', deleteMessages);
  route('GET', '/queues/:queue/messages/:id', showMessage);
  route('DELETE', '/queues/:queue/messages/:id', deleteMessage);
  route('POST', '/queues/:queue/claims', createClaim);
  route('GET', '/queues/:queue/claims/:id', showClaim);
  route('PATCH', '/queues/:queue/claims/:id', renewClaim);
  route('DELETE', '/queues/:queue/claims/:id', releaseClaim);
  route('GET', '/queues/:queue/subscriptions', listSubscriptions);
  route('POST', '/queues/:queue/subscriptions', createSubscription);
  route('GET', '/queues/:queue/subscriptions/:id', showSubscription);
  route('PATCH', '/queues/:queue/subscriptions/:id', changeSubscription);
  route('DELETE', '/queues/:queue/subscriptions/:id', deleteSubscription);
  return { service };
}

/** What Zaqar asks of every request (zaqar/common/transport/wsgi/helpers.py). */
function checkRequest(call: Call): void {
  const client = call.headers['client-id'];
  if (client === undefined) {
    throw new Fault(400, 'The "Client-ID" header is required.', { type: 'Missing header value' });
  }
  if (!UUID.test(client)) throw new Fault(400, 'Malformed hexadecimal UUID.', { type: 'Wrong UUID value' });
  const { queue } = call.params;
  if (queue !== undefined && !/^[a-zA-Z0-9_.-]{1,64}$/.test(queue)) {
    const message = 'The format of the submitted queue name or project id is not valid.';
    throw new Fault(400, message, { type: 'Invalid queue identification' });
  }
}

function refusal({ status, message, type }: Fault): Answer {
  const title = type ?? statusTitle(status);
  return { status, body: { title, ...(message !== '' && { description: message }) } };
}

function versions(): Answer {
  const version = (id: string, status: string, updated: string): Record<string, unknown> => ({
    id,
    status,
    updated,
    'media-types': [
      { base: 'application/json', type: `application/vnd.openstack.messaging-v${id.replace('.', '_')}+json` },
    ],
    links: [{ href: `/v${id}/`, rel: 'self' }],
  });
  return { status: 300, body: { versions: [version('2', 'CURRENT', '2014-9-24T04:06:47Z')] } };
}
