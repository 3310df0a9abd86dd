import type { Value, ValueMap } from '../../../src/expressions/values.ts';
import { Engine } from '../../../src/orchestration/engine/engine.ts';
import { addOperation } from '../../../src/orchestration/operations.ts';
import type { ResourceType } from '../../../src/resources/contract.ts';
import { MemoryDatabase } from '../../../src/storage/sqlite/memory.ts';
import { openStore } from '../../../src/storage/sqlite/open.ts';
import type { SqliteStore } from '../../../src/storage/sqlite/store.ts';
import type { Action, EventRecord, OperationRecord, ResourceRecord, StackRecord } from '../../../src/storage/types.ts';
import { Life, World } from '../simulation/world.ts';
import { FakeCloud } from './fake-cloud.ts';
import { interruptible } from './interruptible.ts';

export interface Wish {
  readonly template: Value;
  readonly files?: Record<string, string>;
  readonly environment?: ValueMap;
  readonly rollback?: boolean;
  readonly timeoutSeconds?: number;
}

/** An engine with its store and a fake cloud in a simulated world; it can die at any step and be started again. */
export class SimulatedEngine {
  readonly world: World;
  readonly cloud: FakeCloud;
  readonly #database = new MemoryDatabase();
  /** Further types, besides the fake cloud's. */
  readonly #types: readonly ResourceType[];
  store!: SqliteStore;
  engine!: Engine;
  /** The process at work. */
  life = new Life();
  #stacks = 0;

  private constructor(seed: number, types: readonly ResourceType[]) {
    this.world = new World(seed);
    this.cloud = new FakeCloud(this.world);
    this.#types = types;
  }

  static async start(seed: number, types: readonly ResourceType[] = []): Promise<SimulatedEngine> {
    const simulated = new SimulatedEngine(seed, types);
    await simulated.#begin();
    return simulated;
  }

  async #begin(): Promise<void> {
    this.life = new Life();
    const life = this.life;
    this.store = await openStore({ memory: this.#database, schedule: queueMicrotask });
    const types = new Map([...this.#types, this.cloud.type(life)].map((type) => [type.type, type]));
    const clock = this.world.clock(life);
    this.engine = new Engine({
      store: interruptible(this.store, this.world, life),
      clock,
      random: this.world.random,
      host: { types: { get: (name) => types.get(name), names: () => [...types.keys()] }, clock, region: 'RegionOne' },
      clouds: {
        connection: () => Promise.reject(new Error('the fake cloud needs no connection')),
        home: () => Promise.reject(new Error('the fake cloud needs no connection')),
        remote: () => Promise.reject(new Error('there is no other cloud')),
        finder: () => ({ id: async (_kind, name) => name }),
        release: async () => undefined,
      },
      vault: { seal: (text) => text, unseal: (sealed) => sealed },
      log: {
        info: () => undefined,
        error: (fields, message) => this.faults.push(`${message}: ${String((fields as { err?: unknown }).err)}`),
      },
      limits: { createRetries: 2, operationSeconds: 3600, nestedDepth: 5, lateRequestSeconds: 10 },
    });
  }

  /** What the engine itself, not a template or cloud, did wrong. */
  readonly faults: string[] = [];

  /** The process dies, and another takes its place. */
  async crash(): Promise<void> {
    this.world.end(this.life);
    this.store.kill();
    await this.#begin();
    void this.engine.start();
  }

  /** Stores a new stack with its creation, as an API request does. */
  async create(wish: Wish, name = `s${this.#stacks++}`): Promise<StackRecord> {
    const id = this.world.random.uuid();
    const stack: StackRecord = {
      id,
      name,
      projectId: 'project',
      userId: 'user',
      username: 'user',
      parentId: null,
      parentResourceId: null,
      rootId: id,
      depth: 0,
      action: 'CREATE',
      status: 'IN_PROGRESS',
      reason: '',
      templateId: '',
      operationId: null,
      credentialId: null,
      stackUserProjectId: null,
      timeoutMins: null,
      disableRollback: wish.rollback !== true,
      tags: [],
      placement: null,
      createdAt: this.world.now(),
      updatedAt: null,
      deletedAt: null,
    };
    await this.#request(stack, 'CREATE', wish, true);
    return stack;
  }

  async update(stack: StackRecord, wish: Wish): Promise<OperationRecord> {
    return this.#request((await this.store.stack(stack.id))!, 'UPDATE', wish);
  }

  async delete(stack: StackRecord): Promise<OperationRecord> {
    return this.#request((await this.store.stack(stack.id))!, 'DELETE', undefined);
  }

  async check(stack: StackRecord): Promise<OperationRecord> {
    return this.#request((await this.store.stack(stack.id))!, 'CHECK', undefined);
  }

  async #request(stack: StackRecord, action: Action, wish: Wish | undefined, isNew = false): Promise<OperationRecord> {
    const template = wish && {
      id: this.world.random.uuid(),
      body: wish.template,
      environment: wish.environment ?? {},
      files: wish.files ?? {},
    };
    const ports = { clock: this.world.clock(), random: this.world.random };
    const { operation, events } = await this.store.transact(async (tx) => {
      if (isNew) await tx.addStack(stack);
      return addOperation(ports, tx, stack, {
        stackId: stack.id,
        action,
        ...(template === undefined ? {} : { template }),
        rollback: wish?.rollback === true,
        deadlineAt: this.world.now() + (wish?.timeoutSeconds ?? 3600) * 1000,
      });
    });
    this.engine.publish(events);
    this.engine.wake(operation);
    return operation;
  }

  /** Takes steps until nothing is under way; the process dies at each step whose number is given, and starts again. */
  async settle(crashes: ReadonlySet<number> = new Set()): Promise<void> {
    let quiet = false;
    let dying: Promise<void> | undefined;
    await this.world.run(
      () => {
        if (dying === undefined) void this.store.unfinishedOperations().then((list) => (quiet = list.length === 0));
        return quiet && dying === undefined;
      },
      {
        before: (step) => {
          if (!crashes.has(step)) return;
          dying = this.crash().then(() => (dying = undefined));
        },
      },
    );
  }

  /** Takes steps until nothing more happens by itself. */
  async idle(): Promise<void> {
    await this.world.run(() => this.world.isIdle);
  }

  async stack(stack: StackRecord): Promise<StackRecord> {
    return (await this.store.stack(stack.id))!;
  }

  async state(stack: StackRecord): Promise<string> {
    const { action, status } = await this.stack(stack);
    return `${action}_${status}`;
  }

  async resources(stack: StackRecord): Promise<Map<string, ResourceRecord>> {
    return new Map((await this.store.resources(stack.id)).map((record) => [record.name, record]));
  }

  /** Events from the first on, as `name ACTION_STATUS`. */
  async events(stack: StackRecord): Promise<string[]> {
    const events: EventRecord[] = await this.store.events({ stackIds: [stack.id] });
    return events.reverse().map(({ resourceName, action, status }) => `${resourceName} ${action}_${status}`);
  }
}

/** A template of things: each name with its properties; `after` names what it depends on. */
export function things(
  resources: Record<string, { after?: string[] } & Record<string, Value | string[] | undefined>>,
  outputs: Record<string, Value> = {},
): Value {
  const made = Object.entries(resources).map(([name, { after, ...properties }]) => [
    name,
    {
      type: 'Test::Thing',
      properties: { label: name, ...properties },
      ...(after === undefined ? {} : { depends_on: after }),
    },
  ]);
  return {
    heat_template_version: '2021-04-16',
    resources: Object.fromEntries(made) as Value,
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, { value }])),
  };
}
