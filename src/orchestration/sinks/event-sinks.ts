import { Budget } from '../../clouds/budget.ts';
import type { EventRecord, SinkRecord } from '../../storage/types.ts';
import type { EnginePorts } from '../engine/ports.ts';
import { Delivery, type DeliveryPorts } from './delivery.ts';
import { Rounds } from './rounds.ts';

/**
 * Deliveries at a time. They all go to the messaging service of the home cloud, and when that hangs they must not take up what
 * operations may ask of that cloud.
 */
const AT_A_TIME = { concurrency: 4, ratePerSecond: 1_000 };

/**
 * Delivers the events of stacks to the queues that their environments name, beside the operations and without ever holding one up.
 * What is to be delivered stands in the store; a process that starts goes on where the last one was.
 */
export class EventSinks {
  readonly #ports: DeliveryPorts;
  readonly #down = new AbortController();
  readonly #looks = new Rounds();
  readonly #deliveries = new Rounds();
  /** Trees at work that have no sinks: their events need not be looked at. */
  readonly #without = new Set<string>();

  constructor(ports: EnginePorts) {
    const { store, clock, random, clouds, log } = ports;
    const budget = new Budget(AT_A_TIME, clock);
    this.#ports = { store, clock, random, clouds, log, budget, signal: this.#down.signal };
  }

  /** Goes on with what was not delivered before. */
  async start(): Promise<void> {
    for (const sink of await this.#ports.store.dueSinks()) this.#deliver(sink);
  }

  /** Delivers nothing more; what is left waits for the next start. */
  stop(): void {
    this.#down.abort(new Error('the process goes down'));
  }

  /** Says that events were stored. */
  published(events: readonly EventRecord[]): void {
    for (const rootId of new Set(events.map((event) => event.rootId))) {
      const own = events.filter(({ stackId, physicalId }) => stackId === rootId && physicalId === rootId);
      const begins = own.some(({ status }) => status === 'IN_PROGRESS');
      const isWithout = this.#without.has(rootId);
      if (own.length > 0) this.#without.delete(rootId);
      if (begins || !isWithout) this.#look(rootId);
    }
  }

  #look(rootId: string): void {
    this.#looks.ask(rootId, () =>
      this.#guarded({ stack: rootId }, async () => {
        const sinks = await this.#ports.store.sinks(rootId);
        if (sinks.length === 0) this.#without.add(rootId);
        for (const sink of sinks) this.#deliver(sink);
      }),
    );
  }

  #deliver({ id, rootId }: SinkRecord): void {
    this.#deliveries.ask(id, () => this.#guarded({ stack: rootId, sink: id }, () => this.#round(id, rootId)));
  }

  async #round(id: string, rootId: string): Promise<void> {
    const { store, clouds } = this.#ports;
    const stack = await store.stack(rootId);
    const sink = (await store.sinks(rootId)).find((one) => one.id === id);
    if (stack === undefined || sink === undefined) return;
    await new Delivery(this.#ports, stack, sink).run();
    if (sink.until === null) return;
    const isLastOfGone = await store.transact(async (tx) => {
      const isLast = (await tx.sinks(rootId)).every((one) => one.id === id);
      const isGone = (await tx.stack(rootId))?.deletedAt !== null;
      if (!isLast || !isGone) await tx.removeSink(id);
      return isLast && isGone;
    });
    if (!isLastOfGone) return;
    // The last sink goes after the trust: a process that dies in between finds it again, and with it what is left to do.
    await clouds.release(stack);
    await store.transact((tx) => tx.removeSink(id));
  }

  /** The store failed, or the process goes down: the next event, or the next start, goes on. */
  async #guarded(about: object, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.#down.signal.aborted) this.#ports.log.error({ err: error, ...about }, 'delivery of events interrupted');
    }
  }
}
