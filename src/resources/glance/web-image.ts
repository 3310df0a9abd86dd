import { equal, own, type Value, type ValueMap } from '../../expressions/values.ts';
import { isConflict } from '../../clouds/errors.ts';
import { given, listAt, mapAt, omit, textOf, textsAt, withoutNulls } from '../access.ts';
import type { Change, Context, Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { unlessGone } from '../patience.ts';
import { rest } from '../rest.ts';
import { bool, int, list, listOf, map, oneOf, pattern, range, str } from '../schema.ts';
import { inError, onlyWith } from '../words.ts';

const IMAGE_ID = pattern('^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$');
const AMAZON = ['ami', 'ari', 'aki'];
/** Properties that are not fields of the image. */
const ELSEWHERE = ['active', 'location', 'members', 'extra_properties', 'tags'];

const isDone = (live: ValueMap): boolean => {
  const status = textOf(live, 'status') ?? '';
  if (status === 'killed' || status === 'deleted') throw inError(status);
  const failed = textOf(live, 'os_glance_failed_import');
  if (status === 'queued' && failed !== undefined) throw inError(status, `Import into ${failed} failed`);
  return status === 'active' || status === 'deactivated';
};

const api = rest({
  service: 'image',
  path: '/images',
  body: (properties) => ({
    ...(withoutNulls(omit(properties, ...ELSEWHERE)) as ValueMap),
    ...mapAt(properties, 'extra_properties'),
    ...(listAt(properties, 'tags').length > 0 ? { tags: textsAt(properties, 'tags') } : {}),
  }),
  finish: (properties) => async (context, id) => {
    await post(context, `/images/${id}/import`, {
      method: { name: 'web-download', uri: own(properties, 'location') ?? null },
    });
    for (const member of textsAt(properties, 'members')) await post(context, `/images/${id}/members`, { member });
  },
  state: isDone,
  identify: ['disk_format', 'container_format'],
});

/** Glance answers a conflict where it was done before. */
async function post(context: Context, path: string, body?: ValueMap): Promise<void> {
  try {
    await context.cloud.service('image').post(path, body, { signal: context.signal });
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
}

const setActive = (context: Context, active: boolean): Promise<void> =>
  post(context, api.at(context, `/actions/${active ? 'reactivate' : 'deactivate'}`));

/** The JSON patch that makes the fields of the image what they are to be. */
function patchOf(live: ValueMap, { after, before, changed }: Change): Value[] {
  const fields = [...changed].filter((name) => !ELSEWHERE.includes(name));
  const wanted: ValueMap = Object.fromEntries(fields.map((name) => [name, own(after, name) ?? null]));
  if (changed.has('extra_properties')) {
    for (const name of Object.keys(mapAt(before, 'extra_properties'))) wanted[name] = null;
    Object.assign(wanted, mapAt(after, 'extra_properties'));
  }
  if (changed.has('tags')) wanted['tags'] = textsAt(after, 'tags');
  return Object.entries(wanted).flatMap(([name, value]): Value[] => {
    const path = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const exists = (own(live, name) ?? null) !== null;
    if (value === null) return exists ? [{ op: 'remove', path }] : [];
    return equal(own(live, name) ?? null, value) ? [] : [{ op: exists ? 'replace' : 'add', path, value }];
  });
}

async function setMembers(context: Context, { before, after }: Change): Promise<void> {
  const [old, wanted] = [textsAt(before, 'members'), textsAt(after, 'members')];
  const path = api.at(context, '/members');
  for (const member of wanted.filter((item) => !old.includes(item))) await post(context, path, { member });
  for (const member of old.filter((item) => !wanted.includes(item))) {
    await unlessGone(api.client(context).delete(`${path}/${member}`, { signal: context.signal }));
  }
}

function validate(properties: Properties): string[] {
  const container = textOf(properties, 'container_format');
  const problems: string[] = [];
  if (container !== undefined && AMAZON.includes(container) && container !== textOf(properties, 'disk_format')) {
    problems.push(
      "Invalid mix of disk and container formats. When setting a disk or container format to one of 'aki', 'ari', or 'ami', " +
        'the container and disk formats must match.',
    );
  }
  if (listAt(properties, 'members').length > 0 && textOf(properties, 'visibility') !== 'shared') {
    problems.push(onlyWith('members', 'visibility', 'shared'));
  }
  return problems;
}

export default defineResource({
  type: 'OS::Glance::WebImage',
  description: 'An image that the cloud downloads from the web.',
  since: '12.0.0',
  service: 'image',
  properties: {
    name: str(),
    id: str(),
    min_disk: int({ default: 0, constraints: [range({ min: 0 })] }),
    min_ram: int({ default: 0, constraints: [range({ min: 0 })] }),
    protected: bool({ update: true, default: false }),
    disk_format: str({
      required: true,
      constraints: [oneOf(...AMAZON, 'vhd', 'vhdx', 'vmdk', 'raw', 'qcow2', 'vdi', 'iso', 'ploop')],
    }),
    container_format: str({ required: true, constraints: [oneOf(...AMAZON, 'bare', 'ovf', 'ova', 'docker')] }),
    location: str({ required: true }),
    tags: list({ update: true }),
    architecture: str({ update: true }),
    kernel_id: str({ update: true, constraints: [IMAGE_ID] }),
    os_distro: str({ update: true }),
    os_version: str({ update: true }),
    owner: str({ update: true }),
    extra_properties: map({ update: true, default: {} }),
    visibility: str({
      update: true,
      default: 'private',
      constraints: [oneOf('public', 'private', 'community', 'shared')],
    }),
    ramdisk_id: str({ update: true, constraints: [IMAGE_ID] }),
    active: bool({ update: true, default: true }),
    members: listOf(str(), { update: true }),
  },
  validate,
  api,
  async ready(context, properties) {
    const live = await api.watch(context, (item) => (isDone(item) ? item : undefined));
    const active = own(properties, 'active') !== false;
    if ((textOf(live, 'status') === 'active') !== active) await setActive(context, active);
  },
  async update(context, change) {
    const live = (await api.read(context)) ?? {};
    const patch = patchOf(live, change);
    const headers = { 'Content-Type': 'application/openstack-images-v2.1-json-patch' };
    if (patch.length > 0) await api.client(context).patch(api.at(context), patch, { headers, signal: context.signal });
    if (change.changed.has('members')) await setMembers(context, change);
    if (change.changed.has('active') && given(change.after, 'active')) {
      await setActive(context, own(change.after, 'active') === true);
    }
  },
});
