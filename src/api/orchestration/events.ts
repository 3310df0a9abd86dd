import type { EventFilter, Page } from '../../storage/types.ts';
import { ApiFault } from '../faults/fault.ts';
import { ok, param, type Answer, type Call } from '../http/call.ts';
import type { Query } from '../http/query.ts';
import type { Route } from '../http/route.ts';
import { stackRef } from './identity.ts';
import { fromMarker, readSort, splitStatuses } from './paging.ts';
import type { Parts } from './parts.ts';
import { eventBody, eventSummary } from './views/event.ts';

const STACK = '/stacks/:stack_name/:stack_id';

/** The events of a stack and of its resources. */
export function eventRoutes({ orchestration }: Parts): Route[] {
  async function list(call: Call, resourceName?: string): Promise<Answer> {
    const { who, query, base } = call;
    const nestedDepth = query.int('nested_depth') ?? 0;
    const filter = readFilter(query);
    const events = await fromMarker(readPage(query), (page) =>
      orchestration.events(who, stackRef(call), {
        nestedDepth,
        ...(resourceName === undefined ? {} : { resourceName }),
        filter,
        page,
      }),
    );
    if (events.length === 0 && resourceName !== undefined) {
      throw new ApiFault('HTTPNotFound', `No events found for resource ${resourceName}`);
    }
    return ok({ events: events.map((event) => eventSummary(base, event, nestedDepth > 0)) });
  }

  return [
    { method: 'GET', path: `${STACK}/events`, rule: 'events:index', handle: (call) => list(call) },
    {
      method: 'GET',
      path: `${STACK}/resources/:resource_name/events`,
      rule: 'events:index',
      handle: (call) => list(call, param(call, 'resource_name')),
    },
    {
      method: 'GET',
      path: `${STACK}/resources/:resource_name/events/:event_id`,
      rule: 'events:show',
      async handle(call) {
        const [name, id] = [param(call, 'resource_name'), param(call, 'event_id')];
        return ok({ event: eventBody(call.base, await orchestration.event(call.who, stackRef(call), name, id)) });
      },
    },
  ];
}

const SORT_KEYS: ReadonlyMap<string, string> = new Map([
  ['event_time', 'at'],
  ['resource_type', 'resourceType'],
]);

function readPage(query: Query): Page {
  const limit = query.int('limit');
  const marker = query.text('marker');
  const sort = readSort(query, SORT_KEYS);
  return {
    ...(limit === undefined ? {} : { limit }),
    ...(marker === undefined ? {} : { marker }),
    ...(sort === undefined ? {} : { sort }),
  };
}

function readFilter(query: Query): EventFilter {
  const split = splitStatuses(query.texts('resource_status'));
  const actions = query.texts('resource_action') ?? split?.actions;
  const names = query.texts('resource_name');
  const types = query.texts('resource_type');
  return {
    ...(split === undefined ? {} : { statuses: split.statuses }),
    ...(actions === undefined ? {} : { actions }),
    ...(names === undefined ? {} : { resourceNames: names }),
    ...(types === undefined ? {} : { types }),
  };
}
