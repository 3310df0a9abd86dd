/** What Neutron's resource types have in common: value_specs, tags, agents, and states. */
import { isMap, own, type ValueMap } from '../../expressions/values.ts';
import { isConflict, isNotFound } from '../../clouds/errors.ts';
import { listAt, mapAt, omit, textOf, textsAt, withoutNulls } from '../access.ts';
import type { Context, Properties } from '../contract.ts';
import { rest, type Rest, type RestSpec } from '../rest.ts';
import { inError, unknownStatus } from '../words.ts';

export interface NeutronSpec extends Omit<RestSpec, 'service'> {
  /** Field of the API where it is called differently than the property. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Properties that are not part of the request. */
  readonly without?: readonly string[];
  /** Last touch to a request's fields; `before` is there when the object is changed, not made. */
  readonly adjust?: (
    fields: ValueMap,
    context: Context,
    before: Properties | undefined,
  ) => ValueMap | Promise<ValueMap>;
}

/** The verbs of a Neutron object. Properties become fields of the same name; `value_specs` are mixed in, `tags` go their own way. */
export function neutron(spec: NeutronSpec): Rest {
  const { fields = {}, without = [], adjust, finish, ...same } = spec;
  const toFields = async (values: ValueMap, context: Context, before: Properties | undefined): Promise<ValueMap> => {
    const sent = omit(values, 'value_specs', 'tags', ...without);
    const renamed = Object.fromEntries(Object.entries(sent).map(([key, value]) => [fields[key] ?? key, value]));
    return { ...((await adjust?.(renamed, context, before)) ?? renamed), ...newSpecs(values, before) };
  };
  const api = rest({
    service: 'network',
    ...same,
    body: (properties, context) => toFields(withoutNulls(properties) as ValueMap, context, undefined),
    change: (change, context) => toFields(change.values, context, change.before),
    finish: (properties) => {
      const more = finish?.(properties);
      const tags = textsAt(properties, 'tags');
      if (more === undefined && tags.length === 0) return undefined;
      return async (context, id) => {
        await more?.(context, id);
        if (tags.length > 0) await setTags(context, `${spec.path}/${id}`, tags);
      };
    },
  });
  return {
    ...api,
    async update(context, change) {
      if (change.changed.has('tags')) await setTags(context, api.at(context), textsAt(change.after, 'tags'));
      await api.update(context, change);
    },
  };
}

/** Heat sends only the value_specs that are new or different. */
function newSpecs(values: ValueMap, before: Properties | undefined): ValueMap {
  const old = mapAt(before, 'value_specs');
  return Object.fromEntries(
    Object.entries(mapAt(values, 'value_specs')).filter(([key, value]) => own(old, key) !== value),
  );
}

async function setTags(context: Context, path: string, tags: string[]): Promise<void> {
  await context.cloud.service('network').put(`${path}/tags`, { tags }, { signal: context.signal });
}

/** The states of networks, ports and routers. */
export function isBuilt(live: ValueMap): boolean {
  const status = textOf(live, 'status') ?? '';
  if (status === 'ACTIVE' || status === 'DOWN') return true;
  if (status === 'BUILD') return false;
  if (status === 'ERROR' || status === 'DEGRADED') throw inError(status);
  throw unknownStatus(status, 'Resource is not built');
}

/** Heat's check of value_specs: they must not name properties of the type, nor what only an admin may set. */
export function bannedSpecs(properties: Properties): string[] {
  const banned = Object.keys(mapAt(properties, 'value_specs')).filter(
    (key) => key === 'shared' || key === 'tenant_id' || Object.hasOwn(properties, key),
  );
  return banned.length === 0 ? [] : [`${banned.join(', ')} not allowed in value_specs`];
}

export interface Agents {
  /** Path of the list of agents that serve the object, and its key. */
  readonly serving: string;
  /** Path below an agent where objects are given to it, such as `dhcp-networks`. */
  readonly place: string;
  /** Field of the object's id in that request. */
  readonly field: string;
}

/** Makes exactly these agents serve the object. */
export async function setAgents(
  context: Context,
  { serving, place, field }: Agents,
  id: string,
  wanted: string[],
): Promise<void> {
  const network = context.cloud.service('network');
  const answer = await network.get(serving, { signal: context.signal });
  const old = new Set(
    listAt(isMap(answer) ? answer : {}, 'agents')
      .filter(isMap)
      .map((agent) => textOf(agent, 'id') ?? ''),
  );
  for (const agent of wanted.filter((item) => !old.has(item))) {
    // A conflict says that the agent serves it already.
    await network
      .post(`/agents/${agent}/${place}`, { [field]: id }, { signal: context.signal })
      .catch(unless(isConflict));
  }
  for (const agent of [...old].filter((item) => !wanted.includes(item))) {
    const fine = (error: unknown): boolean => isConflict(error) || isNotFound(error);
    await network.delete(`/agents/${agent}/${place}/${id}`, { signal: context.signal }).catch(unless(fine));
  }
}

function unless(fine: (error: unknown) => boolean): (error: unknown) => void {
  return (error) => {
    if (!fine(error)) throw error;
  };
}
