import type { Value } from '../../expressions/values.ts';
import { path } from '../path.ts';
import type { Connection } from '../types.ts';

/** What Zaqar keeps in a queue. */
export interface NewMessage {
  readonly body: Value;
  /** Seconds. */
  readonly ttl: number;
}

/**
 * Puts messages into a queue in their order (Messaging v2, `POST /v2/queues/{name}/messages`); Zaqar makes the queue where there is
 * none. `clientId`, a UUID of version 4, says who sends them. Throws CloudError `BadRequest` for messages that Zaqar will never take.
 */
export async function postMessages(
  connection: Connection,
  queue: string,
  messages: readonly NewMessage[],
  clientId: string,
  signal?: AbortSignal,
): Promise<void> {
  const body = { messages: messages.map((message) => ({ ...message })) };
  await connection.service('messaging').post(path`/queues/${queue}/messages`, body, {
    headers: { 'client-id': clientId },
    ...(signal === undefined ? {} : { signal }),
  });
}
