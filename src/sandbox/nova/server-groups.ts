import type { ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import { checkBody, type Schema } from '../wire/schema.ts';
import type { VersionedRoutes } from '../wire/versioned.ts';
import type { ServerGroup } from './items.ts';
import { enforceCount } from './quotas.ts';
import type { World } from './world.ts';

export function groupMissing(id: string): Fault {
  return new Fault(404, `Instance group ${id} could not be found.`);
}

export function addServerGroups(routes: VersionedRoutes, world: World): void {
  const seek = (call: Call): ServerGroup => {
    const group = world.groups.get(call.param('id'));
    if (group === undefined || (!call.caller.isAdmin && group.project_id !== call.caller.projectId)) {
      throw groupMissing(call.param('id'));
    }
    return group;
  };
  routes.route('GET', '/os-server-groups', (call, minor) => {
    const everyone = call.caller.isAdmin && call.query.has('all_projects');
    const own = world.groups.filter((group) => everyone || group.project_id === call.caller.projectId);
    const offset = Number(call.query.get('offset') ?? 0);
    const limit = Number(call.query.get('limit') ?? 1000);
    const shown = own.slice(offset, offset + limit);
    return { status: 200, body: { server_groups: shown.map((group) => view(world, group, minor)) } };
  });
  routes.route('GET', '/os-server-groups/:id', (call, minor) => ({
    status: 200,
    body: { server_group: view(world, seek(call), minor) },
  }));
  routes.route('POST', '/os-server-groups', (call, minor) => create(world, call, minor));
  routes.route('DELETE', '/os-server-groups/:id', (call) => {
    world.groups.delete(seek(call).id);
    return { status: 204 };
  });
}

function view(world: World, group: ServerGroup, minor: number): ValueMap {
  const members = world.membersOf(group.id).map((server) => server.id);
  const { id, name, policy, project_id, user_id, max_server_per_host: most } = group;
  if (minor >= 64) {
    const rules: ValueMap = most === null ? {} : { max_server_per_host: most };
    return { id, name, policy, rules, members, project_id, user_id };
  }
  return { id, name, policies: [policy], metadata: {}, members, ...(minor >= 13 && { project_id, user_id }) };
}

function createSchema(minor: number): Schema {
  const soft = minor >= 15 ? ['soft-anti-affinity', 'soft-affinity'] : [];
  const policy: Schema = { type: 'string', enum: ['anti-affinity', 'affinity', ...soft] };
  const choice: Readonly<Record<string, Schema>> =
    minor >= 64
      ? {
          policy,
          rules: {
            type: 'object',
            properties: { max_server_per_host: { type: ['integer', 'string'], minimum: 1 } },
            additionalProperties: false,
          },
        }
      : { policies: { type: 'array', minItems: 1, maxItems: 1, items: policy } };
  return {
    type: 'object',
    required: ['server_group'],
    properties: {
      server_group: {
        type: 'object',
        required: ['name', minor >= 64 ? 'policy' : 'policies'],
        properties: { name: { type: 'string', minLength: 1, maxLength: 255 }, ...choice },
        additionalProperties: false,
      },
    },
    additionalProperties: false,
  };
}

function create(world: World, call: Call, minor: number): Answer {
  const body = call.json();
  checkBody(createSchema(minor), body);
  const given = body['server_group'] as ValueMap;
  const policy = (given['policy'] ?? (given['policies'] as string[])[0]) as string;
  const most = (given['rules'] as ValueMap | undefined)?.['max_server_per_host'];
  if (most !== undefined && policy !== 'anti-affinity') {
    throw new Fault(400, 'Only anti-affinity policy supports rules.');
  }
  const projectId = call.caller.projectId ?? '';
  const had = world.groups.filter((group) => group.project_id === projectId).length;
  enforceCount(world, projectId, 'server_groups', had);
  const group = world.groups.put({
    id: world.kernel.random.uuid(),
    project_id: projectId,
    user_id: call.caller.userId,
    name: given['name'] as string,
    policy,
    max_server_per_host: most === undefined ? null : Number(most),
  });
  return { status: 200, body: { server_group: view(world, group, minor) } };
}
