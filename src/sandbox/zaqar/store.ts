import type { ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { projectOf } from '../kernel/caller.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Collection } from '../kernel/state.ts';
import type { Claim, Message, Queue, Subscription } from './records.ts';

/** What is kept in Zaqar, and the few steps that its routes share. */
export class Store {
  readonly kernel: Kernel;
  readonly queues: Collection<Queue>;
  readonly messages: Collection<Message>;
  readonly claims: Collection<Claim>;
  readonly subscriptions: Collection<Subscription>;
  readonly #messagesOf: (queueId: string) => Message[];
  readonly #subscriptionsOf: (queueId: string) => Subscription[];

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.queues = kernel.state.collection('zaqar.queues');
    this.messages = kernel.state.collection('zaqar.messages');
    this.claims = kernel.state.collection('zaqar.claims');
    this.subscriptions = kernel.state.collection('zaqar.subscriptions');
    this.#messagesOf = this.messages.index(({ queueId }) => queueId);
    this.#subscriptionsOf = this.subscriptions.index(({ queueId }) => queueId);
  }

  now(): number {
    return this.kernel.clock.now();
  }

  /** Whole seconds that have gone by since. */
  age(since: number): number {
    return Math.floor((this.now() - since) / 1000);
  }

  /** The queue that a path names, if there is one. */
  queue(call: Call): Queue | undefined {
    return this.queues.get(this.queueId(call));
  }

  queueId(call: Call): string {
    return `${projectOf(call.caller)}/${call.param('queue')}`;
  }

  /** The queue that a path names, made where there is none. */
  madeQueue(call: Call, metadata: ValueMap = {}): Queue {
    const id = this.queueId(call);
    const known = this.queues.get(id);
    return known ?? this.queues.put({ id, projectId: projectOf(call.caller), name: call.param('queue'), metadata });
  }

  /** The messages of a queue that have not expired, oldest first. */
  messagesOf(queueId: string): Message[] {
    return this.#messagesOf(queueId).filter((message) => {
      if (message.expiresAt > this.now()) return true;
      this.messages.delete(message.id);
      return false;
    });
  }

  /** A message of the queue that a path names. */
  messageOf(call: Call, id: string): Message | undefined {
    const message = this.messages.get(id);
    const isThere = message?.queueId === this.queueId(call) && message.expiresAt > this.now();
    return isThere ? message : undefined;
  }

  isClaimed(message: Message): boolean {
    return message.claimId !== null && message.claimedUntil > this.now();
  }

  /** The subscriptions to a queue that have not expired. */
  subscriptionsOf(queueId: string): Subscription[] {
    return this.#subscriptionsOf(queueId).filter((one) => one.renewedAt + one.ttl * 1000 > this.now());
  }
}
