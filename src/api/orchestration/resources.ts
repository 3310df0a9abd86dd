import { repr } from '../../expressions/python/text.ts';
import { own, type ValueMap } from '../../expressions/values.ts';
import type { ResourceFilter } from '../../orchestration/types.ts';
import { badRequest } from '../faults/fault.ts';
import { ok, param, requireBody } from '../http/call.ts';
import type { Query } from '../http/query.ts';
import type { Route } from '../http/route.ts';
import { readBool } from '../http/scalars.ts';
import { stackRef } from './identity.ts';
import { splitStatuses } from './paging.ts';
import type { Parts } from './parts.ts';
import { resourceBody } from './views/resource.ts';

const RESOURCES = '/stacks/:stack_name/:stack_id/resources';
const RESOURCE = `${RESOURCES}/:resource_name`;

/** The resources of a stack. */
export function resourceRoutes({ orchestration }: Parts): Route[] {
  return [
    {
      method: 'GET',
      path: RESOURCES,
      rule: 'resource:index',
      async handle(call) {
        const options = readListOptions(call.query);
        const resources = await orchestration.resources(call.who, stackRef(call), options);
        return ok({ resources: resources.map((resource) => resourceBody(call.base, resource)) });
      },
    },
    {
      method: 'GET',
      path: RESOURCE,
      rule: 'resource:show',
      async handle(call) {
        const withAttributes = call.query.texts('with_attr') ?? [];
        const name = param(call, 'resource_name');
        const resource = await orchestration.resource(call.who, stackRef(call), name, { withAttributes });
        return ok({ resource: resourceBody(call.base, resource) });
      },
    },
    {
      method: 'GET',
      path: `${RESOURCE}/metadata`,
      rule: 'resource:metadata',
      async handle(call) {
        return ok({ metadata: await orchestration.metadata(call.who, stackRef(call), param(call, 'resource_name')) });
      },
    },
    {
      method: 'PATCH',
      path: RESOURCE,
      rule: 'resource:mark_unhealthy',
      async handle(call) {
        const { unhealthy, reason } = readMark(requireBody(call));
        const name = param(call, 'resource_name');
        await orchestration.markUnhealthy(call.who, stackRef(call), name, unhealthy, reason);
        return ok(null);
      },
    },
    {
      method: 'POST',
      path: `${RESOURCE}/signal`,
      rule: 'resource:signal',
      async handle(call) {
        await orchestration.signal(call.who, stackRef(call), param(call, 'resource_name'), call.body ?? null);
        return ok(null);
      },
    },
  ];
}

const LIST_KEYS: ReadonlySet<string> = new Set([
  'type',
  'status',
  'name',
  'action',
  'id',
  'physical_resource_id',
  'nested_depth',
  'with_detail',
]);

function readListOptions(query: Query): { nestedDepth: number; withDetail: boolean; filter: ResourceFilter } {
  const unknown = query.keys().filter((key) => !LIST_KEYS.has(key));
  if (unknown.length > 0) throw badRequest(`Invalid filter parameters ${repr(unknown)}`);
  const split = splitStatuses(query.texts('status'));
  const actions = query.texts('action') ?? split?.actions;
  const filter = {
    names: query.texts('name'),
    types: query.texts('type'),
    actions,
    statuses: split?.statuses,
    ids: query.texts('id'),
    physicalIds: query.texts('physical_resource_id'),
  };
  return {
    nestedDepth: query.int('nested_depth') ?? 0,
    withDetail: query.bool('with_detail') ?? false,
    filter: Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)),
  };
}

const MARK_KEYS: ReadonlySet<string> = new Set(['mark_unhealthy', 'resource_status_reason']);

function readMark(body: ValueMap): { unhealthy: boolean; reason: string } {
  const unknown = Object.keys(body).filter((key) => !MARK_KEYS.has(key));
  if (unknown.length > 0) {
    throw badRequest(`Invalid keys in resource mark unhealthy {${unknown.map((key) => repr(key)).join(', ')}}`);
  }
  const mark = own(body, 'mark_unhealthy');
  if (mark === undefined) {
    throw badRequest('Missing mandatory (mark_unhealthy) key from mark unhealthy request');
  }
  const unhealthy = readBool('mark_unhealthy', mark, badRequest);
  const reason = own(body, 'resource_status_reason') ?? '';
  if (typeof reason !== 'string') throw badRequest();
  return { unhealthy, reason };
}
