/** Takes the engine's place: gives resource types a context, and drives their verbs one at a time. */
import type { Clock, Random } from '../../../src/expressions/ports.ts';
import { equal, isMap, own, type Value, type ValueMap } from '../../../src/expressions/values.ts';
import type { Connection } from '../../../src/clouds/types.ts';
import type { Change, Context, Finder, Made, Properties, ResourceType } from '../../../src/resources/contract.ts';
import { CloudFinder } from '../../../src/resources/finder.ts';
import { coerceProperties } from '../../../src/template/index.ts';

export interface World {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly random: Random;
  /** The services are real ones, with what one small host can do. */
  readonly real: boolean;
  /** Ids that a resource holds. */
  readonly claimed: Set<string>;
}

const IDENTIFIED = new Set([
  'OS::Neutron::RouterInterface',
  'OS::Neutron::RouterGateway',
  'OS::Neutron::ExtraRoute',
  'OS::Neutron::ExtraRouteSet',
  'OS::Neutron::FloatingIPPortForward',
  'OS::Cinder::VolumeAttachment',
  'AWS::EC2::VolumeAttachment',
  'OS::Cinder::EncryptedVolumeType',
  'OS::Nova::KeyPair',
  'OS::Keystone::Region',
]);

/** One resource, as the engine would keep it. */
export class Handle {
  readonly type: ResourceType;
  readonly name: string;
  properties: Properties;
  readonly #world: World;
  readonly #physicalName: string;
  readonly #intendedAt: number;
  readonly #finder: Finder;
  id: string | undefined;
  data: ValueMap = {};
  /** What was stored before `create` answered. */
  #early: ValueMap = {};

  constructor(world: World, type: ResourceType, name: string) {
    this.type = type;
    this.name = name;
    this.properties = {};
    this.#world = world;
    this.#physicalName = `stack-${name}-${world.random.uuid().slice(-12)}`;
    this.#intendedAt = world.clock.now();
    this.#finder = new CloudFinder(world.connection, world.clock);
  }

  /** A context; `forgetful` knows only what a crash before the first answer leaves. */
  context(options: { forgetful?: boolean; claimed?: ReadonlySet<string> } = {}): Context {
    const { connection, clock, random } = this.#world;
    const id = (): string | undefined => (options.forgetful ? undefined : this.id);
    const data = (): ValueMap => (options.forgetful ? this.#early : this.data);
    const claimed = options.claimed ?? this.#world.claimed;
    return {
      cloud: connection,
      remote: async () => connection,
      secrets: { seal: (text) => `sealed ${text}`, unseal: (sealed) => sealed.replace(/^sealed /, '') },
      inherited: (parameters) => ({ files: {}, environment: { parameters } }),
      clock,
      random,
      signal: AbortSignal.timeout(600_000),
      stack: { id: '00000000-0000-4000-8000-000000000000', name: 'stack', projectId: 'project' },
      name: this.name,
      physicalName: this.#physicalName,
      intendedAt: this.#intendedAt,
      get id() {
        return id();
      },
      get data() {
        return data();
      },
      metadata: {},
      save: async (change) => this.#store(change),
      claim: async (id) => !claimed.has(id),
    };
  }

  #store({ id, data }: { id?: string | null; data?: ValueMap }): void {
    if (typeof id === 'string') this.id = id;
    const entries = Object.entries({ ...this.data, ...data }).filter(([, value]) => value !== null);
    this.data = Object.fromEntries(entries);
  }

  /** The properties with defaults and ids, as verbs get them; throws where they are not valid. */
  async prepare(raw: ValueMap): Promise<Properties> {
    const path = ['resources', this.name, 'properties'];
    const { values, problems } = coerceProperties(this.type.properties, raw, { path });
    const words = [...problems.map((p) => p.message), ...(this.type.validate?.(values, () => true, this.name) ?? [])];
    if (words.length > 0) throw new Error(words.join('; '));
    return (await this.type.translate?.(values, this.#finder)) ?? values;
  }

  async create(raw: ValueMap): Promise<void> {
    this.properties = await this.prepare(raw);
    const made = await this.type.create!(this.context(), this.properties);
    this.#early = this.data;
    this.#take(made);
    await this.type.ready?.(this.context(), this.properties);
  }

  /** Only begins to create. */
  async start(raw: ValueMap): Promise<void> {
    this.properties = await this.prepare(raw);
    this.#take(await this.type.create!(this.context(), this.properties));
  }

  async ready(): Promise<void> {
    await this.type.ready?.(this.context(), this.properties);
  }

  /** What an engine does that does not know whether `create` succeeded: looks, and creates where nothing is found. */
  async recover(raw: ValueMap): Promise<void> {
    this.properties = await this.prepare(raw);
    const found = await this.type.find?.(this.context(), this.properties);
    this.#take(found ?? (await this.type.create!(this.context(), this.properties)));
    await this.ready();
  }

  async findOnly(raw: ValueMap): Promise<Made | undefined> {
    return this.type.find!(this.context(), await this.prepare(raw));
  }

  async makeWay(): Promise<void> {
    await this.type.makeWay!(this.context(), this.properties);
  }

  async takeBack(): Promise<void> {
    await this.type.takeBack!(this.context(), this.properties);
  }

  #take(made: Made): void {
    this.#store(made);
    if (this.id !== undefined) this.#world.claimed.add(this.id);
  }

  /** True where the properties alone say which object it is, so that no other can be meant. */
  identifies(): boolean {
    return IDENTIFIED.has(this.type.type);
  }

  /** What an engine finds that has lost the answer to `create`. */
  find(claimed: ReadonlySet<string> = new Set()): Promise<Made | undefined> {
    return this.type.find!(this.context({ forgetful: true, claimed }), this.properties);
  }

  async change(raw: ValueMap): Promise<Change> {
    const after = await this.prepare(raw);
    const before = this.properties;
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    const changed = new Set(names.filter((name) => !equal(own(before, name) ?? null, own(after, name) ?? null)));
    const values = Object.fromEntries([...changed].map((name) => [name, own(after, name) ?? null]));
    return { before, after, changed, values };
  }

  async update(raw: ValueMap): Promise<void> {
    const change = await this.change(raw);
    await this.type.update!(this.context(), change);
    this.properties = change.after;
    await this.type.ready?.(this.context(), change.after);
  }

  async read(): Promise<ValueMap | undefined> {
    return this.type.read === undefined ? {} : this.type.read(this.context());
  }

  async attribute(name: string): Promise<Value> {
    const live = await this.read();
    if (live === undefined) throw new Error(`${this.name} is gone`);
    const { from } = this.type.attributes[name]!;
    return from === undefined ? (own(live, name) ?? null) : from(live, this.context());
  }

  async delete(): Promise<void> {
    await this.type.delete?.(this.context(), this.properties);
    if (this.id !== undefined) this.#world.claimed.delete(this.id);
  }

  /** What `get_resource` gives. */
  reference(): Value {
    const { id, data, properties } = this;
    return (
      this.type.reference?.({ id, physicalName: this.#physicalName, data, properties }) ?? id ?? this.#physicalName
    );
  }
}

/** The values of a template with each `{ref: name}` and `{physicalId: name}` replaced by what `ref` gives for it. */
export function withReferences(value: Value, ref: (name: string, what: 'ref' | 'physicalId') => Value): Value {
  if (Array.isArray(value)) return value.map((item) => withReferences(item, ref));
  if (!isMap(value)) return value;
  for (const what of ['ref', 'physicalId'] as const) {
    const name = own(value, what);
    if (typeof name === 'string' && Object.keys(value).length === 1) return ref(name, what);
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withReferences(item, ref)]));
}
