import { isMap, own, type ValueMap } from '../../expressions/values.ts';
import { isConflict } from '../../clouds/errors.ts';
import { mapAt, mapsAt, omit, textOf, textsAt, withoutNulls } from '../access.ts';
import type { Context } from '../contract.ts';
import { defineResource } from '../define.ts';
import { unlessGone } from '../patience.ts';
import { rest } from '../rest.ts';
import { bool, listOf, map, ref, str } from '../schema.ts';

const PUBLIC = 'os-volume-type-access:is_public';

const api = rest({
  service: 'volumev3',
  path: '/types',
  query: { is_public: 'None' },
  envelope: 'volume_type',
  collection: 'volume_types',
  created: false,
  body: (properties) => ({
    name: textOf(properties, 'name') ?? '',
    description: own(properties, 'description') ?? null,
    [PUBLIC]: own(properties, 'is_public') ?? true,
  }),
  change: ({ values }) => withoutNulls(omit(values, 'metadata', 'projects')) as ValueMap,
  finish: (properties) => async (context, id) => {
    const specs = mapAt(properties, 'metadata');
    if (Object.keys(specs).length > 0) await addSpecs(context, id, specs);
    const projects = textsAt(properties, 'projects');
    if (projects.length > 0) await setAccess(context, id, projects);
  },
});

async function addSpecs(context: Context, id: string, specs: ValueMap): Promise<void> {
  await api.client(context).post(`/types/${id}/extra_specs`, { extra_specs: specs }, { signal: context.signal });
}

async function setAccess(context: Context, id: string, wanted: readonly string[]): Promise<void> {
  const answer = await api.client(context).get(`/types/${id}/os-volume-type-access`, { signal: context.signal });
  const old = mapsAt(isMap(answer) ? answer : {}, 'volume_type_access').map((item) => String(item['project_id']));
  const act = async (action: string, project: string): Promise<void> => {
    try {
      await api.client(context).post(`/types/${id}/action`, { [action]: { project } }, { signal: context.signal });
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
  };
  for (const project of old.filter((item) => !wanted.includes(item))) await act('removeProjectAccess', project);
  for (const project of wanted.filter((item) => !old.includes(item))) await act('addProjectAccess', project);
}

async function setSpecs(context: Context, wanted: ValueMap): Promise<void> {
  const path = api.at(context, '/extra_specs');
  const answer = await api.client(context).get(path, { signal: context.signal });
  const old = Object.keys(isMap(answer) ? mapAt(answer, 'extra_specs') : {});
  for (const key of old.filter((name) => !Object.hasOwn(wanted, name))) {
    await unlessGone(api.client(context).delete(`${path}/${encodeURIComponent(key)}`, { signal: context.signal }));
  }
  if (Object.keys(wanted).length > 0) await addSpecs(context, context.id!, wanted);
}

export default defineResource({
  type: 'OS::Cinder::VolumeType',
  description: 'A kind of volume: which backend has it, and how.',
  since: '2015.1',
  service: 'volumev3',
  extension: 'os-types-manage',
  adminOnly: true,
  properties: {
    name: str({ required: true, update: true }),
    metadata: map({ update: true }),
    is_public: bool({ update: true, default: true }),
    description: str({ update: true }),
    projects: listOf(ref('keystone.project'), { update: true, default: [] }),
  },
  validate: (properties) =>
    textsAt(properties, 'projects').length > 0 && own(properties, 'is_public') === true
      ? ['Can not specify property "projects" if the volume type is public.']
      : [],
  api,
  async update(context, change) {
    await api.update(context, change);
    if (change.changed.has('metadata')) await setSpecs(context, mapAt(change.after, 'metadata'));
    if (change.changed.has('projects') && own(change.after, 'is_public') === false) {
      await setAccess(context, context.id!, textsAt(change.after, 'projects'));
    }
  },
});
