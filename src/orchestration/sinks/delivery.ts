import type { Budget } from '../../clouds/budget.ts';
import { isCloudError } from '../../clouds/errors.ts';
import { retryDelay } from '../../clouds/retry.ts';
import { postMessages } from '../../clouds/services/zaqar.ts';
import type { EventRecord, NumberedEvent, SinkRecord, StackRecord } from '../../storage/types.ts';
import type { EnginePorts } from '../engine/ports.ts';
import { OrchestrationError } from '../types.ts';
import { eventMessages } from './event-message.ts';

/** What delivering asks of the world. */
export interface DeliveryPorts extends Pick<EnginePorts, 'store' | 'clock' | 'random' | 'clouds' | 'log'> {
  /** Bounds the deliveries under way at the same time. */
  readonly budget: Budget;
  /** Aborted when the process goes down. */
  readonly signal: AbortSignal;
}

const EVENTS_AT_A_TIME = 50;
/** An event that could not be delivered for this long is given up. */
const PATIENCE_MS = 60 * 60_000;
/** How long to wait between two tries; it is the events' age that ends them. */
const PACE = { retries: Infinity, firstDelayMs: 1_000, longestDelayMs: 300_000 };

/**
 * Brings the events of a tree of stacks to one of its sinks: in order, each at least once. How far it has come is stored after each
 * request, so that only the events of the last one may come twice, with the same id, after a crash.
 */
export class Delivery {
  readonly #ports: DeliveryPorts;
  readonly #stack: StackRecord;
  readonly #sink: SinkRecord;
  #delivered: number;
  /** Tries in a row that failed. */
  #failures = 0;
  #eventsAtATime = EVENTS_AT_A_TIME;
  /** Events go without the properties of the resource. */
  #bare = false;

  /** `stack` is the outermost one. */
  constructor(ports: DeliveryPorts, stack: StackRecord, sink: SinkRecord) {
    this.#ports = ports;
    this.#stack = stack;
    this.#sink = sink;
    this.#delivered = sink.delivered;
  }

  /**
   * Resolves when nothing is left to deliver. Where the cloud does not take the events, tries again with growing waits, and gives up
   * those that are an hour old. Rejects when the store fails or the signal aborts.
   */
  async run(): Promise<void> {
    const { budget, signal } = this.#ports;
    for (let batch = await this.#next(); batch.length > 0; batch = await this.#next()) {
      try {
        const sent = await budget.run(this.#stack.id, () => this.#post(batch), signal);
        this.#failures = 0;
        this.#bare = false;
        this.#eventsAtATime = Math.min(EVENTS_AT_A_TIME, this.#eventsAtATime * 2);
        await this.#moveTo(batch[sent - 1]!.number);
      } catch (error) {
        signal.throwIfAborted();
        if (isCloudError(error, 'BadRequest')) await this.#refused(error, batch);
        else if (isCloudError(error) || error instanceof OrchestrationError) await this.#failed(error, batch);
        else throw error;
      }
    }
  }

  async #next(): Promise<NumberedEvent[]> {
    this.#ports.signal.throwIfAborted();
    const events = await this.#ports.store.eventsAfter(this.#stack.id, this.#delivered, this.#eventsAtATime);
    const { until } = this.#sink;
    return until === null ? events : events.filter(({ number }) => number <= until);
  }

  /** Sends as many of the events as go into one request; gives how many those are. */
  async #post(batch: readonly NumberedEvent[]): Promise<number> {
    const { clouds, signal } = this.#ports;
    const events = batch.map(({ event }): EventRecord => (this.#bare ? { ...event, properties: null } : event));
    const messages = eventMessages(events, this.#sink.ttl);
    await postMessages(await clouds.home(this.#stack), this.#sink.target, messages, this.#stack.id, signal);
    return messages.length;
  }

  /** One event that the queue will never take must not keep the others back: they are sent one by one until it is past. */
  async #refused(error: Error, batch: readonly NumberedEvent[]): Promise<void> {
    this.#eventsAtATime = 1;
    if (batch.length > 1) return;
    const [{ number, event }] = batch as [NumberedEvent];
    if (!this.#bare && event.properties !== null) {
      this.#bare = true;
      return;
    }
    this.#bare = false;
    this.#ports.log.error({ err: error, ...this.#about(), event: event.id }, 'the queue does not take an event');
    await this.#moveTo(number);
  }

  async #failed(error: Error, batch: readonly NumberedEvent[]): Promise<void> {
    const { clock, random, store, log, signal } = this.#ports;
    this.#failures += 1;
    if (this.#failures === 1) log.info({ err: error, ...this.#about() }, 'events cannot be delivered for now');
    const tooOld = isHopeless(error) ? clock.now() : clock.now() - PATIENCE_MS;
    const { event } = batch[0]!;
    if (event.at <= tooOld) {
      log.error({ err: error, ...this.#about(), from: event.id }, 'events are given up');
      await this.#moveTo(await store.lastEventNumber(this.#stack.id, tooOld));
      return;
    }
    const failure = { sent: this.#failures, repeatable: true, retryConflict: true };
    await clock.sleep(retryDelay(failure, PACE, random, clock.now())!, signal);
  }

  async #moveTo(number: number): Promise<void> {
    this.#delivered = number;
    await this.#ports.store.transact((tx) => tx.changeSink(this.#sink.id, { delivered: number }));
  }

  #about(): { stack: string; queue: string } {
    return { stack: this.#stack.id, queue: this.#sink.target };
  }
}

/** There is no messaging service, or no right to act for the owner any more: waiting helps nothing. */
function isHopeless(error: Error): boolean {
  return isCloudError(error, 'EndpointNotFound') || error instanceof OrchestrationError;
}
