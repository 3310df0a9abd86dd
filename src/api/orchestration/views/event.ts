import type { EventView } from '../../../orchestration/types.ts';
import { link, pathPiece, resourceUrl, stackUrl } from '../identity.ts';
import { time } from './times.ts';

/** An event in a list; `withRoot` where nested stacks are listed too. */
export function eventSummary(base: string, event: EventView, withRoot: boolean) {
  const resource = resourceUrl(base, event.stack, event.resourceName);
  return {
    id: event.id,
    links: [
      link('self', `${resource}/events/${pathPiece(event.id)}`),
      link('resource', resource),
      link('stack', stackUrl(base, event.stack)),
      ...(withRoot ? [link('root_stack', stackUrl(base, event.rootStack))] : []),
    ],
    event_time: time(event.at),
    logical_resource_id: event.resourceName,
    resource_name: event.resourceName,
    physical_resource_id: event.physicalId,
    resource_status: `${event.action}_${event.status}`,
    resource_status_reason: event.reason,
  };
}

/** An event that is shown. */
export function eventBody(base: string, event: EventView) {
  return {
    ...eventSummary(base, event, false),
    resource_type: event.resourceType,
    resource_properties: event.properties ?? {},
  };
}
