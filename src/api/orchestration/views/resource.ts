import type { ResourceView, StackIdentityView } from '../../../orchestration/types.ts';
import { link, resourceUrl, stackUrl } from '../identity.ts';
import { time } from './times.ts';

/** A resource in a list or shown; attributes where the view has them. */
export function resourceBody(base: string, resource: ResourceView) {
  const { nested, attributes, parentResource } = resource;
  return {
    updated_time: time(resource.updatedAt),
    creation_time: time(resource.createdAt),
    logical_resource_id: resource.name,
    resource_name: resource.name,
    physical_resource_id: resource.physicalId ?? '',
    resource_status: `${resource.action}_${resource.status}`,
    resource_status_reason: resource.reason,
    resource_type: resource.type,
    links: [
      link('self', resourceUrl(base, resource.stack, resource.name)),
      link('stack', stackUrl(base, resource.stack)),
      ...(nested === undefined ? [] : [link('nested', stackUrl(base, nested))]),
    ],
    required_by: resource.requiredBy,
    ...(parentResource === undefined ? {} : { parent_resource: parentResource }),
    ...(attributes === undefined ? {} : { description: resource.description, attributes }),
  };
}

/** A resource in a preview, where Heat lets its inner form through: no links, identities as maps, action and status apart. */
export function rawResourceBody(resource: ResourceView) {
  const { stack, nested, properties, parentResource } = resource;
  // Nothing of it exists yet, so there is no time that it was made.
  const planned = resource.action === 'INIT';
  return {
    updated_time: planned ? null : time(resource.updatedAt),
    creation_time: planned ? null : time(resource.createdAt),
    resource_name: resource.name,
    physical_resource_id: resource.physicalId ?? '',
    resource_action: resource.action,
    resource_status: resource.status,
    resource_status_reason: resource.reason,
    resource_type: resource.type,
    resource_identity: identityMap(stack, `/resources/${resource.name}`),
    stack_identity: identityMap(stack),
    stack_name: stack.name,
    required_by: resource.requiredBy,
    ...(nested === undefined ? {} : { nested_stack_id: identityMap(nested) }),
    ...(parentResource === undefined ? {} : { parent_resource: parentResource }),
    description: resource.description,
    metadata: resource.metadata ?? {},
    attributes: resource.attributes ?? {},
    ...(properties === undefined ? {} : { properties }),
  };
}

function identityMap(stack: StackIdentityView, path = '') {
  return { tenant: stack.projectId, stack_name: stack.name, stack_id: stack.id, path };
}
