/** The verbs of a resource type whose object is one entry of a REST collection. Say what differs; the rest is usual. */
import { isMap, own, type Value, type ValueMap } from '../expressions/values.ts';
import { isNotFound, isPassing } from '../clouds/errors.ts';
import type { Collection, ServiceClient } from '../clouds/types.ts';
import { withoutNulls } from './access.ts';
import { findMade, rememberOthers, type Wanted } from './adoption.ts';
import type { Change, Context, Made, Properties } from './contract.ts';
import type { Verbs } from './define.ts';
import { deleteAt } from './patience.ts';
import { notFound } from './words.ts';

export interface RestSpec {
  /** Catalog type of the service. */
  readonly service: string;
  /** Path of the collection: objects are made there, and each is at `path/id`. */
  readonly path: string;
  /** Key around the object in requests and answers; absent where the object stands alone. */
  readonly envelope?: string;
  /** Key of the list in the collection's answer. Default: the last part of the path. */
  readonly collection?: string;
  /** Where the list is that shows each object in full. Default: the path. */
  readonly list?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly microversion?: string;
  /** How the object is changed. Default: put. */
  readonly method?: 'put' | 'patch';
  /** Field for the object's name, given the physical name where the properties name none; false where objects have no name. */
  readonly name?: string | false;
  /** Field, beside the name, that takes any text: holds the physical name where the properties give none, to know the object again. */
  readonly mark?: string;
  /** False where the list does not take the name as a filter. */
  readonly searchable?: false;
  /** Fields that must be as asked for an object without a telling name to be taken for ours. */
  readonly identify?: readonly string[];
  /** Field with the time of creation; false where the service does not tell. Default: created_at. */
  readonly created?: string | false;
  /** The request that makes the object. Default: all properties that are set. */
  readonly body?: (properties: Properties, context: Context) => ValueMap | Promise<ValueMap>;
  /** Parts of that request which need requests of their own; they bear being sent again. */
  readonly prepare?: (context: Context, properties: Properties) => Promise<ValueMap>;
  /** Put beside the object in the request that makes it, not inside. */
  readonly beside?: (properties: Properties) => ValueMap;
  /** The request that changes it. Default: the changed properties. An empty one is not sent. */
  readonly change?: (change: Change, context: Context) => ValueMap | Promise<ValueMap>;
  /** What else belongs to making the object, once it has an id; undefined where nothing does. Done again after a crash, so it must bear that. */
  readonly finish?: (properties: Properties) => ((context: Context, id: string) => Promise<void>) | undefined;
  /** True when the object is usable, false while it is on its way; throws when it went wrong. Default: usable at once. */
  readonly state?: (live: ValueMap) => boolean;
  /** Deleting takes its time: wait until the object is gone from the list. True in `failed` means that it never will be. */
  readonly lingers?: { readonly failed: (live: ValueMap) => Error | undefined };
}

type Always = 'create' | 'find' | 'update' | 'delete' | 'read';

export interface Rest extends Required<Pick<Verbs, Always>>, Omit<Verbs, Always> {
  readonly collection: Collection;
  /** The service's client on the resource's cloud. */
  client(context: Context): ServiceClient;
  /** Path of the object; throws where it has no id yet. */
  at(context: Context, suffix?: string): string;
  /** Resolves once the object, which is being deleted, is gone. */
  gone(context: Context): Promise<void>;
  /** Resolves with what `seen` makes of a state of the object; a list call of the collection serves all such waits. */
  watch<T>(context: Context, seen: (live: ValueMap) => T | undefined): Promise<T>;
}

/** How often a request to make an object is sent when its fate is unknown and the object is not found. */
const ATTEMPTS = 3;

export function rest(spec: RestSpec): Rest {
  const collection: Collection = {
    service: spec.service,
    path: spec.list ?? spec.path,
    key: spec.collection ?? spec.path.slice(spec.path.lastIndexOf('/') + 1),
    ...(spec.query === undefined ? {} : { query: spec.query }),
    ...(spec.microversion === undefined ? {} : { microversion: spec.microversion }),
  };
  const version = spec.microversion === undefined ? {} : { microversion: spec.microversion };
  const nameField = spec.name ?? 'name';
  const client = (context: Context): ServiceClient => context.cloud.service(spec.service);
  const wrap = (body: ValueMap): ValueMap => (spec.envelope === undefined ? body : { [spec.envelope]: body });
  const unwrap = (answer: Value): ValueMap => {
    const inner = isMap(answer) && spec.envelope !== undefined ? (own(answer, spec.envelope) ?? null) : answer;
    return isMap(inner) ? inner : {};
  };
  const at = (context: Context, suffix = ''): string => `${spec.path}/${encodeURIComponent(idOf(context))}${suffix}`;

  async function request(context: Context, properties: Properties): Promise<ValueMap> {
    const body = (await spec.body?.(properties, context)) ?? present(properties);
    if (nameField !== false && (own(body, nameField) ?? null) === null) body[nameField] = context.physicalName;
    if (spec.mark !== undefined && (own(body, spec.mark) ?? null) === null) body[spec.mark] = context.physicalName;
    return body;
  }

  async function finished(context: Context, live: ValueMap, properties: Properties): Promise<Made> {
    const id = String(live['id']);
    const finish = spec.finish?.(properties);
    if (finish !== undefined) {
      await context.save({ id });
      await finish(context, id);
    }
    return { id, usable: isUsable(live) };
  }

  function isUsable(live: ValueMap): boolean {
    try {
      return spec.state?.(live) ?? true;
    } catch {
      // The state went wrong: `ready` will say so, once the id is stored.
      return false;
    }
  }

  async function lookUp(context: Context, body: ValueMap): Promise<ValueMap | undefined> {
    return findMade(context, wanted(body));
  }

  const wanted = (body: ValueMap): Wanted => ({
    collection,
    body,
    name: nameField,
    mark: spec.mark,
    searchable: spec.searchable ?? true,
    identify: spec.identify ?? [],
    created: spec.created ?? 'created_at',
  });

  async function post(context: Context, body: ValueMap, properties: Properties): Promise<ValueMap> {
    const request = {
      ...wrap({ ...body, ...(await spec.prepare?.(context, properties)) }),
      ...spec.beside?.(properties),
    };
    if (spec.created === false) await rememberOthers(context, wanted(body));
    for (let attempt = 1; ; attempt++) {
      try {
        // Not given up when the operation is: a request whose answer nobody awaits might make an object that nobody knows of.
        return unwrap(await client(context).post(spec.path, request, version));
      } catch (error) {
        // No telling whether the object was made: look before asking again.
        if (!isPassing(error)) throw error;
        await context.clock.sleep(500 * 2 ** attempt, context.signal);
        const made = await lookUp(context, body);
        if (made !== undefined) return made;
        if (attempt === ATTEMPTS) throw error;
      }
    }
  }

  async function read(context: Context): Promise<ValueMap | undefined> {
    if (context.id === undefined) return undefined;
    try {
      return unwrap(await client(context).get(at(context), { ...version, signal: context.signal }));
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  function watch<T>(context: Context, seen: (live: ValueMap) => T | undefined): Promise<T> {
    const id = idOf(context);
    return context.cloud.watch(
      collection,
      id,
      (live) => {
        if (live === undefined) throw notFound('Resource', id);
        return seen(live);
      },
      context.signal,
    );
  }

  /** Resolves once the object is in the list no more. */
  async function gone(context: Context): Promise<void> {
    await context.cloud.watch(
      collection,
      idOf(context),
      (live) => {
        const failure = live === undefined ? undefined : spec.lingers?.failed(live);
        if (failure !== undefined) throw failure;
        return live === undefined ? true : undefined;
      },
      context.signal,
    );
  }

  const state = spec.state;
  return {
    gone,
    collection,
    client,
    at,
    watch,
    read,
    async create(context, properties) {
      return finished(context, await post(context, await request(context, properties), properties), properties);
    },
    async find(context, properties) {
      const live =
        context.id === undefined ? await lookUp(context, await request(context, properties)) : await read(context);
      return live === undefined ? undefined : finished(context, live, properties);
    },
    ...(state === undefined
      ? {}
      : { ready: async (context: Context) => void (await watch(context, (live) => state(live) || undefined)) }),
    async update(context, change) {
      const body = (await spec.change?.(change, context)) ?? { ...change.values };
      if (nameField !== false && own(body, nameField) === null) body[nameField] = context.physicalName;
      if (Object.keys(body).length === 0) return;
      await client(context)[spec.method ?? 'put'](at(context), wrap(body), { ...version, signal: context.signal });
    },
    async delete(context) {
      if (context.id === undefined) return;
      await deleteAt(context, client(context), at(context), version);
      if (spec.lingers !== undefined) await gone(context);
    },
    async survivesFailure(context) {
      const live = await read(context);
      return live !== undefined && isHealthy(live);
    },
  };

  function isHealthy(live: ValueMap): boolean {
    if (state === undefined) return true;
    try {
      state(live);
      return true;
    } catch {
      return false;
    }
  }
}

/** The properties that are set, without the nulls inside them. */
export const present = (properties: Properties): ValueMap => withoutNulls(properties) as ValueMap;

function idOf(context: Context): string {
  if (context.id === undefined) throw new TypeError(`Resource ${context.name} has no id yet.`);
  return context.id;
}
