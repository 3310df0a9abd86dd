import type { ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import { nextLink, pageOf } from '../wire/paging.ts';
import type { Server } from './items.ts';
import { forbidden } from './policy.ts';
import { portsOf } from './server-ports.ts';
import { statusOf } from './server-states.ts';
import { full, summary } from './server-view.ts';
import type { World } from './world.ts';

type Test = (server: Server) => boolean;

/** Answers a list of servers, brief or in detail, filtered, sorted and in pages. Throws a 400 or 403 {@link Fault}. */
export function listServers(world: World, call: Call, minor: number, detail: boolean): Answer {
  const { caller, query } = call;
  const everyone = wantsAll(call, detail);
  const tests = testsOf(world, query, minor, caller.isAdmin);
  const own = everyone ? world.servers.filter(() => true) : world.serversOf(caller.projectId ?? '');
  const asked = query.get('project_id') ?? query.get('tenant_id');
  const found = own.filter(
    (server) =>
      (asked === null || !caller.isAdmin || server.project_id === asked) && tests.every((test) => test(server)),
  );
  const missing = (marker: string): Fault => new Fault(400, `marker [${marker}] not found`);
  const { items, more } = pageOf(sorted(found, query), query, missing);
  const servers = items.map((server): ValueMap =>
    detail ? full(world, server, call, minor, false) : summary(server, call),
  );
  const url = call.serviceUrl + call.path;
  return { status: 200, body: { servers, ...nextLink('servers', url, query, more ? items.at(-1)?.id : undefined) } };
}

function wantsAll(call: Call, detail: boolean): boolean {
  const asked = call.query.get('all_tenants');
  if (asked === null || ['0', 'false', 'False'].includes(asked)) return false;
  if (!call.caller.isAdmin) throw forbidden(`servers:${detail ? 'detail' : 'index'}:get_all_tenants`);
  return true;
}

function testsOf(world: World, query: URLSearchParams, minor: number, isAdmin: boolean): Test[] {
  const tests: Test[] = [];
  const on = (name: string, test: (wanted: string, server: Server) => boolean): void => {
    const wanted = query.get(name);
    if (wanted !== null) tests.push((server) => test(wanted, server));
  };
  const name = query.get('name');
  if (name !== null) tests.push(nameTest(name));
  const statuses = query.getAll('status').map((status) => status.toUpperCase());
  if (statuses.length > 0) tests.push((server) => statuses.includes(statusOf(server)));
  on('image', (id, server) => server.image_id === id.split('/').at(-1));
  on('flavor', (id, server) => server.flavor.id === id.split('/').at(-1));
  on('uuid', (id, server) => server.id === id);
  on('user_id', (id, server) => server.user_id === id);
  on('key_name', (key, server) => server.key_name === key);
  on('availability_zone', (zone, server) => server.availability_zone === zone);
  on('reservation_id', (id, server) => server.reservation_id === id);
  on('vm_state', (state, server) => server.vm_state === state);
  on('changes-since', (since, server) => server.updated >= time('changes-since', since));
  if (minor >= 66) on('changes-before', (before, server) => server.updated <= time('changes-before', before));
  if (isAdmin) on('host', (host, server) => server.host === host);
  for (const key of ['ip', 'ip6']) {
    on(key, (text, server) =>
      portsOf(world, server).some((port) => port.fixed_ips.some((one) => pattern(text).test(one.ip_address))),
    );
  }
  if (minor >= 26) {
    on('tags', (list, server) => list.split(',').every((tag) => server.tags.includes(tag)));
    on('tags-any', (list, server) => list.split(',').some((tag) => server.tags.includes(tag)));
    on('not-tags', (list, server) => !list.split(',').every((tag) => server.tags.includes(tag)));
    on('not-tags-any', (list, server) => !list.split(',').some((tag) => server.tags.includes(tag)));
  }
  if (minor >= 73) on('locked', (text, server) => server.locked === (text.toLowerCase() === 'true'));
  return tests;
}

function nameTest(text: string): Test {
  const regex = pattern(text);
  return (server) => regex.test(server.name);
}

// Names are looked up as regular expressions by the database; one that is none matches as text.
function pattern(text: string): RegExp {
  if (text.length > 255)
    throw new Fault(400, `Invalid input for query parameters name. Value: ${text}. '${text}' is too long`);
  const plain = text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  // Nested quantifiers can take for ever; what a person types to find a server has none.
  const risky = /[*+}]\)?[*+{]|\([^)]*[*+][^)]*\)[*+{]/.test(text);
  try {
    return risky ? new RegExp(plain, 'i') : new RegExp(text, 'i');
  } catch {
    return new RegExp(plain, 'i');
  }
}

function time(name: string, text: string): number {
  const zoned = /([zZ]|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`;
  const ms = Date.parse(zoned);
  if (Number.isNaN(ms)) {
    throw new Fault(400, `Invalid input for query parameters ${name}. Value: ${text}. '${text}' is not a 'date-time'`);
  }
  return ms;
}

const SORT_KEYS: Readonly<Record<string, (server: Server) => string | number>> = {
  created_at: (server) => server.created,
  updated_at: (server) => server.updated,
  display_name: (server) => server.name,
  name: (server) => server.name,
  uuid: (server) => server.id,
  vm_state: (server) => server.vm_state,
  power_state: (server) => server.power_state,
  task_state: (server) => server.task_state ?? '',
  launched_at: (server) => server.launched_at ?? 0,
  project_id: (server) => server.project_id,
  user_id: (server) => server.user_id,
  host: (server) => server.host ?? '',
  key_name: (server) => server.key_name ?? '',
  image_ref: (server) => server.image_id ?? '',
  availability_zone: (server) => server.availability_zone,
};

// Newest first, as Nova lists where it is not told otherwise.
function sorted(servers: readonly Server[], query: URLSearchParams): Server[] {
  const directions = query.getAll('sort_dir');
  const asked = query.getAll('sort_key').map((key, i) => {
    const read = Object.hasOwn(SORT_KEYS, key) ? SORT_KEYS[key] : undefined;
    if (read === undefined) {
      const known = Object.keys(SORT_KEYS)
        .map((name) => `'${name}'`)
        .join(', ');
      throw new Fault(
        400,
        `Invalid input for query parameters sort_key. Value: ${key}. '${key}' is not one of [${known}]`,
      );
    }
    return { read, sign: (directions[i] ?? directions[0] ?? 'desc') === 'asc' ? 1 : -1 };
  });
  const orders = [
    ...asked,
    { read: (server: Server) => server.created, sign: -1 },
    { read: (server: Server) => server.number, sign: -1 },
  ];
  return servers.toSorted((a, b) => {
    for (const { read, sign } of orders) {
      const [left, right] = [read(a), read(b)];
      if (left !== right) return left < right ? -sign : sign;
    }
    return 0;
  });
}
