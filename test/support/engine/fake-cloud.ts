import type { Value, ValueMap } from '../../../src/expressions/values.ts';
import { ResourceError, type Context, type ResourceType } from '../../../src/resources/contract.ts';
import type { Life, World } from '../simulation/world.ts';

export interface FakeObject {
  readonly id: string;
  readonly name: string;
  properties: ValueMap;
  readyAt: number;
}

/** A cloud of things, which remembers everything that was ever done to it. It outlives the processes that use it. */
export class FakeCloud {
  readonly objects = new Map<string, FakeObject>();
  /** `create a`, `update a`, `delete a` … in the order in which the cloud did them; a thing goes by its `label`. */
  readonly done: string[] = [];
  readonly world: World;
  #ids = 0;

  constructor(world: World) {
    this.world = world;
  }

  labels(): string[] {
    return [...this.objects.values()].map(({ properties }) => String(properties['label'])).sort();
  }

  /** The type of its things, as one life of the engine uses it. A crash may come before or after the cloud does as it is told. */
  type(life: Life): ResourceType {
    const call = async <T>(what: string, act: () => T): Promise<T> => {
      await this.world.point(`${what} sent`, life);
      const result = act();
      await this.world.point(`${what} answered`, life);
      return result;
    };
    const wait = async (context: Context): Promise<void> => {
      const object = this.objects.get(context.id!);
      if (object === undefined) throw new ResourceError('NotFound', `thing ${context.id} is gone`);
      const clock = this.world.clock(life);
      while (clock.now() < object.readyAt) await clock.sleep(object.readyAt - clock.now(), context.signal);
      if (object.properties['broken'] === true)
        throw new ResourceError('ResourceInError', 'Went to status ERROR due to "Unknown"');
    };
    return {
      type: 'Test::Thing',
      supportStatus: { status: 'SUPPORTED' },
      properties: {
        label: { type: 'string', required: true },
        value: { type: 'any', updateAllowed: true },
        fixed: { type: 'any' },
        wait: { type: 'number', updateAllowed: true },
        refuse: { type: 'boolean', updateAllowed: true },
        broken: { type: 'boolean', updateAllowed: true },
      },
      attributes: { value: { type: 'string' }, name: { type: 'string' } },
      create: async (context, properties) =>
        call(`create ${label(properties)}`, () => this.#create(context, properties)),
      find: async (context) =>
        call('find', () => {
          const found = [...this.objects.values()].find(({ name }) => name === context.physicalName);
          return found === undefined ? undefined : { id: found.id };
        }),
      ready: wait,
      update: async (context, change) =>
        call(`update ${label(change.after)}`, () => {
          if (change.values['refuse'] === true) throw new ResourceError('BadRequest', 'the cloud refuses');
          const object = this.objects.get(context.id!);
          if (object === undefined) throw new ResourceError('NotFound', `thing ${context.id} is gone`);
          object.properties = change.after;
          object.readyAt = this.world.now() + seconds(change.after);
          this.done.push(`update ${label(change.after)}`);
        }),
      delete: async (context) =>
        call('delete', () => {
          const object = this.objects.get(context.id ?? '');
          if (object === undefined) return;
          this.objects.delete(object.id);
          this.done.push(`delete ${label(object.properties)}`);
        }),
      read: async (context) =>
        call('read', () => {
          const object = this.objects.get(context.id ?? '');
          return object === undefined ? undefined : { value: object.properties['value'] ?? null, name: object.name };
        }),
    };
  }

  #create(context: Context, properties: ValueMap): { id: string } {
    if (properties['refuse'] === true) throw new ResourceError('BadRequest', 'the cloud refuses');
    const id = `thing-${this.#ids++}`;
    this.objects.set(id, {
      id,
      name: context.physicalName,
      properties,
      readyAt: this.world.now() + seconds(properties),
    });
    this.done.push(`create ${label(properties)}`);
    return { id };
  }
}

function seconds(properties: ValueMap): number {
  return Number(properties['wait'] ?? 0) * 1000;
}

function label(properties: ValueMap): string {
  return String(properties['label'] satisfies Value | undefined);
}
