import { Fault, htmlFault } from '../kernel/fault.ts';
import type { Call } from '../kernel/call.ts';
import type { Answer } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { Service } from '../kernel/service.ts';
import { addDataRoutes } from './data.ts';
import { addImageRoutes } from './images.ts';
import { addMemberRoutes } from './members.ts';
import { schemaOf } from './schema.ts';
import { ImageStore } from './store.ts';

const VERSIONS = ['2.16', '2.15', '2.14', '2.9', '2.7', '2.6', '2.5', '2.4', '2.3', '2.2', '2.1', '2.0'];
const METHODS = ['glance-direct', 'web-download', 'copy-image'];
const DENIED =
  'This server could not verify that you are authorized to access the document you requested. Either you supplied the wrong' +
  ' credentials (e.g., bad password), or your browser does not understand how to supply the credentials required.';

/** Builds Glance v2, the image service, on what the kernel remembers. */
export function createGlance(kernel: Kernel): { readonly service: Service; readonly store: ImageStore } {
  const store = new ImageStore(kernel);
  const service = new Service({
    name: 'glance',
    mount: '/image',
    fault: page,
    unauthorized: (url) => ({
      ...page(new Fault(401, DENIED)),
      headers: { 'www-authenticate': `Keystone uri="${url}"` },
    }),
    overQuota: (resource) =>
      new Fault(413, `The request returned 413 Request Entity Too Large: ${resource} is at its limit`),
  });
  service
    .route('GET', '/', (call) => versions(call, 300), { auth: false })
    .route('GET', '/versions', (call) => versions(call, 200), { auth: false })
    .route('GET', '/v2', (call) => ({ status: 302, headers: { location: `${call.serviceUrl}/v2/` } }))
    .route('GET', '/v2/info/import', () => info())
    .route('GET', '/v2/info/stores', () => {
      throw new Fault(404, 'Multi backend is not supported at this site.');
    })
    .route('GET', '/v2/schemas/:name', (call) => schema(call.param('name')))
    .route('GET', '/v2/tasks', (call) => tasks(call))
    .route('GET', '/v2/images/:id/tasks', (call) => {
      store.require(call.param('id'), call.caller);
      return { status: 200, body: { tasks: [] } };
    });
  addImageRoutes(service, store);
  addDataRoutes(service, store);
  addMemberRoutes(service, store);
  return { service, store };
}

function page({ status, message }: Fault): Answer {
  // A conflict within an update has WebOb's own words first and Glance's after.
  const [words, detail] = status === 409 && message.startsWith('Property') ? [CONFLICT, message] : [message, ''];
  return { status, headers: { 'content-type': 'text/html; charset=UTF-8' }, body: htmlFault(status, words, detail) };
}

const CONFLICT = 'There was a conflict when trying to complete your request.';

function versions({ serviceUrl }: Call, status: number): Answer {
  const links = [{ rel: 'self', href: `${serviceUrl}/v2/` }];
  const listed = VERSIONS.map((version, i) => ({
    id: `v${version}`,
    status: i === 0 ? 'CURRENT' : 'SUPPORTED',
    links,
  }));
  return { status, body: { versions: listed } };
}

function info(): Answer {
  const methods = { description: 'Import methods available.', type: 'array', value: METHODS };
  return { status: 200, body: { 'import-methods': methods } };
}

function schema(name: string): Answer {
  const found = schemaOf(name);
  if (found === undefined) throw new Fault(404, 'The resource could not be found.');
  return { status: 200, body: found };
}

function tasks({ caller }: Call): Answer {
  if (!caller.isAdmin) throw new Fault(403, 'You are not authorized to complete tasks_api_access action.');
  return { status: 200, body: { tasks: [], first: '/v2/tasks', schema: '/v2/schemas/tasks' } };
}
