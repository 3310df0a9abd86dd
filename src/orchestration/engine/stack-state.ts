import type { ValueMap } from '../../expressions/values.ts';
import type { ResourceRecord, EventRecord, Transaction } from '../../storage/types.ts';
import { Registry, type Scope } from '../../template/index.ts';
import { maskHidden } from '../model/mask-hidden.ts';
import { recordValues } from '../model/record-values.ts';
import type { StackModel } from '../model/stack-model.ts';
import { resourceEvent } from '../resource-event.ts';
import type { Operation } from './operation.ts';

/** What counts of a stack's template whatever is done with the stack. */
export interface Remains {
  readonly registry: Registry;
  /** Properties as events tell them; null where they must not. */
  readonly told: (properties: ValueMap) => ValueMap | null;
}

/** The resources of the stack that an operation works on: what the store holds, kept in step with every write. */
export class StackState {
  /** Undefined while everything is being deleted. */
  readonly model: StackModel | undefined;
  /** What the stack's environment says of resources: hooks, and what must not be done to them. */
  readonly registry: Registry;
  readonly #told: Remains['told'];
  readonly #operation: Operation;
  readonly #records = new Map<string, ResourceRecord>();
  /** The record that stands for each name now. */
  readonly #current = new Map<string, string>();

  constructor(
    operation: Operation,
    model: StackModel | undefined,
    records: readonly ResourceRecord[],
    { registry, told }: Remains = remainsOf(model),
  ) {
    this.#operation = operation;
    this.model = model;
    this.registry = registry;
    this.#told = told;
    for (const record of records) this.#records.set(record.id, record);
  }

  record(id: string): ResourceRecord | undefined {
    return this.#records.get(id);
  }

  records(): ResourceRecord[] {
    return [...this.#records.values()];
  }

  /** The record that stands for a resource name, if any does yet. */
  current(name: string): ResourceRecord | undefined {
    return this.#records.get(this.#current.get(name) ?? '');
  }

  setCurrent(name: string, id: string): void {
    this.#current.set(name, id);
  }

  /** A scope in which references give what the resources are now. */
  scope(): Scope {
    return this.model!.scope(recordValues(this.model!, (name) => this.current(name)));
  }

  /** Changes a record, durably; with an event when its action or status is among the changes. `more` joins the transaction. */
  async change(
    record: ResourceRecord,
    change: Partial<Omit<ResourceRecord, 'id' | 'stackId'>>,
    more?: (tx: Transaction) => Promise<void>,
  ): Promise<void> {
    const { clock } = this.#operation.engine.ports;
    const full = { ...change, updatedAt: clock.now() };
    const events = change.status === undefined ? [] : [this.event({ ...record, ...full })];
    await this.#operation.transact(async (tx) => {
      await tx.changeResource(record.id, full);
      if (events.length > 0) await tx.addEvents(events);
      await more?.(tx);
    });
    Object.assign(record, full);
    this.#operation.engine.publish(events);
  }

  /** Changes a record, durably, with an event that tells something about it while its state stays. */
  async note(record: ResourceRecord, change: Partial<Pick<ResourceRecord, 'data'>>, reason: string): Promise<void> {
    const event = this.event({ ...record, ...change, reason });
    await this.#operation.transact(async (tx) => {
      await tx.changeResource(record.id, change);
      await tx.addEvents([event]);
    });
    Object.assign(record, change);
    this.#operation.engine.publish([event]);
  }

  /** Adds a record that supersedes another, durably. */
  async replace(old: ResourceRecord, successor: ResourceRecord): Promise<void> {
    await this.#operation.transact(async (tx) => {
      await tx.addResources([successor]);
      await tx.changeResource(old.id, { replacedBy: successor.id });
    });
    old.replacedBy = successor.id;
    this.#records.set(successor.id, successor);
  }

  /** Forgets a record whose object is gone. `record` gets its last event, if it has one to tell. */
  async remove(record: ResourceRecord, withEvent: boolean): Promise<void> {
    const gone: ResourceRecord = { ...record, action: 'DELETE', status: 'COMPLETE', reason: 'state changed' };
    const events = withEvent ? [this.event(gone)] : [];
    await this.#operation.transact(async (tx) => {
      if (events.length > 0) await tx.addEvents(events);
      await tx.removeResources([record.id]);
    });
    this.#records.delete(record.id);
    this.#operation.engine.publish(events);
  }

  event(record: ResourceRecord): EventRecord {
    const { stack, engine } = this.#operation;
    const properties = record.pending ?? record.properties;
    return resourceEvent(engine.ports, stack, record, properties && this.#told(properties));
  }
}

function remainsOf(model: StackModel | undefined): Remains {
  return {
    registry: model?.environment.registry ?? new Registry({}),
    told: (properties) => maskHidden(properties, model),
  };
}
