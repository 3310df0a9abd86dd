import { expect, it } from 'vitest';
import type { EventRecord } from '../../storage/types.ts';
import { eventMessages } from './event-message.ts';

const event = (id: string, size = 0): EventRecord => ({
  id,
  stackId: 's',
  rootId: 's',
  resourceName: 'r',
  resourceType: 'OS::Heat::Value',
  physicalId: null,
  action: 'CREATE',
  status: 'COMPLETE',
  reason: 'state changed',
  properties: size === 0 ? null : { value: 'ü'.repeat(size / 2) },
  at: Date.UTC(2026, 10, 22, 3, 45, 4, 71),
});
const idsOf = (events: readonly EventRecord[]): unknown[] =>
  eventMessages(events, 60).map(({ body }) => (body as { id: string }).id);

it('writes an event as Heat does', () => {
  expect(eventMessages([event('e')], 77)).toEqual([
    {
      ttl: 77,
      body: {
        timestamp: '2026-11-22T03:45:04.071000',
        version: '0.1',
        type: 'os.heat.event',
        id: 'e',
        payload: {
          resource_name: 'r',
          physical_resource_id: null,
          stack_id: 's',
          resource_action: 'CREATE',
          resource_status: 'COMPLETE',
          resource_status_reason: 'state changed',
          resource_type: 'OS::Heat::Value',
          resource_properties: {},
          version: '0.1',
        },
      },
    },
  ]);
});

it('gives as many as fit into one request', () => {
  expect(idsOf([event('a'), event('b'), event('c')])).toEqual(['a', 'b', 'c']);
  expect(idsOf([event('a', 100_000), event('b', 100_000), event('c', 100_000)])).toEqual(['a', 'b']);
});

it('gives one that is too large by itself without its properties', () => {
  expect(idsOf([event('a'), event('b', 300_000), event('c')])).toEqual(['a']);
  const [message] = eventMessages([event('b', 300_000)], 60);
  expect(message).toEqual(eventMessages([event('b')], 60)[0]);
});
