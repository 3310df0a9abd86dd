import type { Call } from '../kernel/call.ts';
import type { Answer } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { Service } from '../kernel/service.ts';
import { Access, type Deed } from './access.ts';
import { changeAccount, listContainers, showAccount } from './accounts.ts';
import { changeContainer, deleteContainer, listObjects, putContainer, showContainer } from './containers.ts';
import { INFO } from './info.ts';
import { placeOf } from './place.ts';
import { readObject } from './read-objects.ts';
import { refusalAnswer, refuse, refuseSaying } from './refusal.ts';
import { ObjectStore } from './store.ts';
import { temporaryAnswer, temporaryGrant } from './temporary-url.ts';
import type { Visit } from './visit.ts';
import { changeObject, copyObject, deleteObject, putObject } from './write-objects.ts';

type Handler = (visit: Visit) => Answer;

const ROUTES: readonly (readonly [method: string, pattern: string, deed: Deed, handler: Handler])[] = [
  ['GET', '/:account', 'own', listContainers],
  ['HEAD', '/:account', 'own', showAccount],
  ['POST', '/:account', 'own', changeAccount],
  ['GET', '/:account/:container', 'read', listObjects],
  ['HEAD', '/:account/:container', 'read', showContainer],
  ['PUT', '/:account/:container', 'own', putContainer],
  ['POST', '/:account/:container', 'own', changeContainer],
  ['DELETE', '/:account/:container', 'own', deleteContainer],
  ['GET', '/:account/:container/*object', 'read', readObject],
  ['HEAD', '/:account/:container/*object', 'read', readObject],
  ['PUT', '/:account/:container/*object', 'write', putObject],
  ['POST', '/:account/:container/*object', 'write', changeObject],
  ['DELETE', '/:account/:container/*object', 'write', deleteObject],
  ['COPY', '/:account/:container/*object', 'read', copyObject],
];

/**
 * Builds Swift, the object store, on what the kernel remembers. It is at the root of the cloud's address, as elsewhere: the paths that
 * temporary URLs sign begin with `/v1`. Its second service tells what it can do.
 */
export function createSwift(kernel: Kernel): { readonly service: Service; readonly info: Service } {
  const store = new ObjectStore(kernel);
  const access = new Access(store);
  const options = {
    name: 'swift',
    fault: refusalAnswer,
    headers: (call: Call) => traceHeaders(call, kernel.clock.now()),
    overQuota: () => refuseSaying(413, 'Upload exceeds quota.', 'html'),
  };
  const service = new Service({
    ...options,
    mount: '/v1',
    unauthorized: () => refusalAnswer(refuse(401)),
    noRoute: (_call, allowed) =>
      allowed.length === 0
        ? refusalAnswer(refuseSaying(412, 'Bad URL', 'html'))
        : { ...refusalAnswer(refuse(405)), headers: { allow: [...allowed, 'OPTIONS'].join(', ') } },
  });
  // Who may come in depends on the container: Swift itself decides, with a token or without.
  for (const [method, pattern, deed, handler] of ROUTES) {
    service.route(
      method,
      pattern,
      (call) => {
        const place = placeOf(call);
        const grant = temporaryGrant(call, place, store);
        const isOwner = grant === undefined && access.check(call, place, deed);
        const answer = handler({ call, place, isOwner, store, access });
        return grant === undefined ? answer : temporaryAnswer(answer, call, place, grant);
      },
      { auth: false },
    );
  }
  const info = new Service({ ...options, mount: '/info' });
  info.route('GET', '/', () => ({ status: 200, body: INFO }), { auth: false });
  return { service, info };
}

/** Swift gives the id of a request under two names: `tx`, chance, and the second in hexadecimal digits. */
function traceHeaders({ requestId }: Call, now: number): Record<string, string> {
  const chance = requestId.replace(/^req/, '').replaceAll('-', '').slice(0, 21);
  const second = Math.floor(now / 1000)
    .toString(16)
    .padStart(10, '0');
  const id = `tx${chance}-${second}`;
  return { 'x-trans-id': id, 'x-openstack-request-id': id };
}
