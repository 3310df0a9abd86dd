import { isMap } from '../../expressions/values.ts';
import type { FaultOrder, Faults } from './faults.ts';
import { toText, type Answer } from './http.ts';
import type { Traffic } from './traffic.ts';

interface Controlled {
  readonly faults: Faults;
  readonly traffic: Traffic;
  latencyMs: number;
}

/**
 * The sandbox's own routes, which no real cloud has: `GET|POST|DELETE /_sandbox/faults`, `DELETE /_sandbox/faults/{id}`,
 * `GET|DELETE /_sandbox/traffic` (requests counted by route), `PUT /_sandbox/latency` (`{"ms": 250}`).
 */
export function answerControl(
  cloud: Controlled,
  method: string,
  path: string,
  bytes: Uint8Array,
  headers: Readonly<Record<string, string>>,
): Answer {
  const [, , what, id] = path.split('/');
  // A web page can send a form to loopback but no JSON, so it cannot order faults here.
  const writes = method === 'POST' || method === 'PUT';
  if (writes && !headers['content-type']?.startsWith('application/json')) return refuse(415, 'Send application/json');
  switch (`${method} ${what}${id ? '/id' : ''}`) {
    case 'GET faults':
      return { status: 200, body: { faults: cloud.faults.list() } };
    case 'POST faults':
      return order(cloud.faults, bytes);
    case 'DELETE faults':
      cloud.faults.clear();
      return { status: 204 };
    case 'DELETE faults/id':
      return cloud.faults.remove(id!) ? { status: 204 } : refuse(404, `No fault ${id}`);
    case 'GET traffic':
      return { status: 200, body: { traffic: cloud.traffic.all() } };
    case 'DELETE traffic':
      cloud.traffic.reset();
      return { status: 204 };
    case 'PUT latency':
      return setLatency(cloud, bytes);
    default:
      return refuse(404, `No ${method} ${path}`);
  }
}

function order(faults: Faults, bytes: Uint8Array): Answer {
  const body = parse(bytes);
  if (!isMap(body) || !isMap(body['effect'])) return refuse(400, 'A fault is an object with an "effect"');
  if (body['path'] !== undefined && typeof body['path'] !== 'string') return refuse(400, '"path" must be text');
  try {
    return { status: 201, body: { id: faults.add(body as unknown as FaultOrder) } };
  } catch (error) {
    return refuse(400, (error as Error).message);
  }
}

function setLatency(cloud: Controlled, bytes: Uint8Array): Answer {
  const body = parse(bytes);
  const ms = isMap(body) ? body['ms'] : undefined;
  if (typeof ms !== 'number' || !(ms >= 0)) return refuse(400, '"ms" must be a number from 0');
  cloud.latencyMs = ms;
  return { status: 204 };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(toText(bytes));
  } catch {
    return undefined;
  }
}

function refuse(status: number, message: string): Answer {
  return { status, body: { error: message } };
}
