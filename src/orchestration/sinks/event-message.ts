import type { NewMessage } from '../../clouds/services/zaqar.ts';
import { writeJson } from '../../expressions/json.ts';
import type { EventRecord } from '../../storage/types.ts';

/** What Zaqar takes at a time is 256 KiB by default (zaqar/conf/transport.py, max_messages_post_size); some is left for the rest. */
const MOST_BYTES = 240 * 1024;

/** An event as readers of queues know it from Heat: heat/engine/event.py, as_dict. */
export function eventMessage(event: EventRecord, ttl: number): NewMessage {
  return {
    ttl,
    body: {
      // Python's isoformat of a time without zone.
      timestamp: `${new Date(event.at).toISOString().slice(0, 23)}000`,
      version: '0.1',
      type: 'os.heat.event',
      id: event.id,
      payload: {
        resource_name: event.resourceName,
        physical_resource_id: event.physicalId,
        stack_id: event.stackId,
        resource_action: event.action,
        resource_status: event.status,
        resource_status_reason: event.reason,
        resource_type: event.resourceType,
        resource_properties: event.properties ?? {},
        version: '0.1',
      },
    },
  };
}

/** As many of the first events as fit into one request, at least one. One that does not fit by itself goes without its properties. */
export function eventMessages(events: readonly EventRecord[], ttl: number): NewMessage[] {
  const messages: NewMessage[] = [];
  let bytes = 0;
  for (const event of events) {
    const message = eventMessage(event, ttl);
    const size = sizeOf(message);
    if (messages.length > 0 && bytes + size > MOST_BYTES) break;
    messages.push(size > MOST_BYTES ? eventMessage({ ...event, properties: null }, ttl) : message);
    bytes += size;
  }
  return messages;
}

function sizeOf(message: NewMessage): number {
  return Buffer.byteLength(writeJson(message));
}
