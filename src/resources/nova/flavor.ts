import { float, isMap, own, type ValueMap } from '../../expressions/values.ts';
import { isConflict } from '../../clouds/errors.ts';
import { entry, mapAt, mapsAt, textOf, textsAt } from '../access.ts';
import type { Context, Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { unlessGone } from '../patience.ts';
import { rest } from '../rest.ts';
import { attr, bool, custom, int, listOf, map, num, str } from '../schema.ts';

const PUBLIC = 'os-flavor-access:is_public';

const api = rest({
  service: 'compute',
  path: '/flavors',
  list: '/flavors/detail',
  query: { is_public: 'none' },
  envelope: 'flavor',
  created: false,
  identify: ['ram', 'vcpus', 'disk'],
  body: (properties) => ({
    ...entry('name', textOf(properties, 'name')),
    ...entry('id', textOf(properties, 'flavorid')),
    ram: own(properties, 'ram') ?? 0,
    vcpus: own(properties, 'vcpus') ?? 0,
    disk: own(properties, 'disk') ?? 0,
    swap: own(properties, 'swap') ?? 0,
    'OS-FLV-EXT-DATA:ephemeral': own(properties, 'ephemeral') ?? 0,
    rxtx_factor: own(properties, 'rxtx_factor') ?? float(1),
    [PUBLIC]: own(properties, 'is_public') ?? true,
  }),
  finish: (properties) => async (context, id) => {
    const specs = mapAt(properties, 'extra_specs');
    if (Object.keys(specs).length > 0) await addSpecs(context, id, specs);
    if (own(properties, 'is_public') === false) await setAccess(context, id, await projects(context, properties));
  },
});

/** Who may use a private flavor: the projects that are named, else the stack's own. */
async function projects(context: Context, properties: Properties): Promise<string[]> {
  const named = textsAt(properties, 'tenants');
  return named.length > 0 ? named : [await context.cloud.projectId()];
}

async function setAccess(context: Context, id: string, wanted: readonly string[]): Promise<void> {
  const answer = await api.client(context).get(`/flavors/${id}/os-flavor-access`, { signal: context.signal });
  const old = mapsAt(isMap(answer) ? answer : {}, 'flavor_access').map((item) => String(item['tenant_id']));
  const act = async (action: string, tenant: string): Promise<void> => {
    try {
      await api.client(context).post(`/flavors/${id}/action`, { [action]: { tenant } }, { signal: context.signal });
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
  };
  for (const tenant of old.filter((item) => !wanted.includes(item))) await act('removeTenantAccess', tenant);
  for (const tenant of wanted.filter((item) => !old.includes(item))) await act('addTenantAccess', tenant);
}

const specsPath = (id: string): string => `/flavors/${id}/os-extra_specs`;

async function addSpecs(context: Context, id: string, specs: ValueMap): Promise<void> {
  await api.client(context).post(specsPath(id), { extra_specs: specs }, { signal: context.signal });
}

async function specsOf(context: Context): Promise<ValueMap> {
  const answer = await api.client(context).get(specsPath(context.id ?? ''), { signal: context.signal });
  return isMap(answer) ? mapAt(answer, 'extra_specs') : {};
}

export default defineResource({
  type: 'OS::Nova::Flavor',
  description: 'A size that servers can have.',
  since: '2014.2',
  service: 'compute',
  adminOnly: true,
  properties: {
    tenants: listOf(str({ constraints: [custom('keystone.project')] }), { update: true, default: [] }),
    flavorid: str(),
    name: str(),
    ram: int({ required: true }),
    vcpus: int({ required: true }),
    disk: int({ default: 0 }),
    swap: int({ default: 0 }),
    ephemeral: int({ default: 0 }),
    rxtx_factor: num({ default: float(1) }),
    extra_specs: map({ update: true }),
    is_public: bool({ default: true }),
  },
  attributes: {
    is_public: attr('boolean', (live) => own(live, PUBLIC) ?? null),
    extra_specs: attr('map', (_live, context) => specsOf(context)),
  },
  api,
  async update(context, { after, changed }) {
    const id = context.id ?? '';
    if (changed.has('extra_specs')) {
      const wanted = mapAt(after, 'extra_specs');
      for (const key of Object.keys(await specsOf(context)).filter((name) => !Object.hasOwn(wanted, name))) {
        await unlessGone(
          api.client(context).delete(`${specsPath(id)}/${encodeURIComponent(key)}`, { signal: context.signal }),
        );
      }
      if (Object.keys(wanted).length > 0) await addSpecs(context, id, wanted);
    }
    if (changed.has('tenants') && own(after, 'is_public') === false)
      await setAccess(context, id, textsAt(after, 'tenants'));
  },
});
