import { own, type ValueMap } from '../../expressions/values.ts';
import { dumps } from '../../expressions/python/json.ts';
import { str as text } from '../../expressions/python/text.ts';
import { entry, given, mapAt, textOf, withoutNulls } from '../access.ts';
import type { Context, Properties } from '../contract.ts';
import { defineResource } from '../define.ts';
import { attr, bool, custom, formerly, hidden, int, map, range, ref, str } from '../schema.ts';
import { rest } from '../rest.ts';
import { inError, unknownStatus } from '../words.ts';
import { isUsable, untilFree, VOLUMES } from './states.ts';
import { volumeBackup } from './volume-backup.ts';
import { putBack, updateVolume } from './volume-update.ts';
import { restoreInto, restoreNew } from './volume-restore.ts';
import { validateVolume } from './volume-validate.ts';

/** Heat shows most attributes of a volume as Python's str() of them. */
const shown = (field: string, type: 'string' | 'boolean' = 'string') =>
  attr(type, (live) => text(own(live, field) ?? null));

const SENT: readonly (readonly [property: string, field: string])[] = [
  ['size', 'size'],
  ['availability_zone', 'availability_zone'],
  ['image', 'imageRef'],
  ['snapshot_id', 'snapshot_id'],
  ['volume_type', 'volume_type'],
  ['source_volid', 'source_volid'],
  ['metadata', 'metadata'],
  ['name', 'name'],
  ['description', 'description'],
];

const api = rest({
  service: VOLUMES.service,
  path: '/volumes',
  list: VOLUMES.path,
  envelope: 'volume',
  mark: 'description',
  identify: ['size'],
  body: (properties) =>
    Object.fromEntries(
      SENT.filter(([property]) => given(properties, property)).map(([property, field]) => [
        field,
        properties[property]!,
      ]),
    ),
  beside: (properties) => entry('OS-SCH-HNT:scheduler_hints', withoutNulls(own(properties, 'scheduler_hints') ?? null)),
  state: isUsable,
  lingers: {
    failed: (live) => {
      const status = textOf(live, 'status') ?? '';
      return status === 'error_deleting' ? inError(status, 'delete') : undefined;
    },
  },
});

/** Read-only can only be said of a volume that is there. */
async function applyReadOnly(context: Context, properties: Properties, live: ValueMap): Promise<void> {
  const wanted = own(properties, 'read_only') ?? null;
  const actual = String(mapAt(live, 'metadata')['readonly'] ?? '').toLowerCase() === 'true';
  if (wanted === null || wanted === actual) return;
  const body = { 'os-update_readonly_flag': { readonly: wanted } };
  await api.client(context).post(api.at(context, '/action'), body, { signal: context.signal, repeatable: true });
}

export default defineResource({
  type: 'OS::Cinder::Volume',
  description: 'A block device that servers can use.',
  service: VOLUMES.service,
  properties: {
    availability_zone: str(),
    size: int({ update: true, constraints: [range({ min: 1 })] }),
    snapshot_id: str({ constraints: [custom('cinder.snapshot')] }),
    backup_id: str({ update: true, constraints: [custom('cinder.backup')] }),
    name: str({ update: true }),
    description: str({ update: true }),
    volume_type: str({ update: true, constraints: [custom('cinder.vtype')] }),
    metadata: map({ update: true, default: {} }),
    imageRef: formerly('image', str()),
    image: ref('glance.image'),
    source_volid: str({ constraints: [custom('cinder.volume')] }),
    scheduler_hints: map(),
    read_only: bool({ update: true }),
    multiattach: hidden(bool({ default: false })),
  },
  attributes: {
    availability_zone: shown('availability_zone'),
    size: shown('size'),
    snapshot_id: shown('snapshot_id'),
    display_name: attr('string', (live) => own(live, 'name') ?? null),
    display_description: attr('string', (live) => own(live, 'description') ?? null),
    volume_type: shown('volume_type'),
    metadata: attr('string', (live) => dumps(mapAt(live, 'metadata'))),
    source_volid: shown('source_volid'),
    status: shown('status'),
    created_at: shown('created_at'),
    bootable: shown('bootable'),
    metadata_values: attr('map', (live) => mapAt(live, 'metadata')),
    encrypted: shown('encrypted'),
    attachments: {
      ...shown('attachments'),
      supportStatus: { status: 'DEPRECATED', version: '9.0.0', message: 'Use property attachments_list.' },
    },
    attachments_list: attr('list', (live) => own(live, 'attachments') ?? null),
    multiattach: shown('multiattach', 'boolean'),
  },
  validate: validateVolume,
  api,
  create: async (context, properties) =>
    given(properties, 'backup_id') ? restoreNew(context, properties) : api.create(context, properties),
  async ready(context, properties) {
    const live = await api.watch(context, (item) => (isUsable(item) ? item : undefined));
    await applyReadOnly(context, properties, live);
  },
  async update(context, change) {
    await updateVolume(context, api, change);
    if (!change.changed.has('backup_id')) return;
    if (given(change.after, 'backup_id')) await restoreInto(context, api, change.after);
    await putBack(context);
  },
  async check(context) {
    const status = textOf(await api.read(context), 'status') ?? 'deleted';
    if (status !== 'available' && status !== 'in-use') throw unknownStatus(status);
  },
  async survivesFailure(context) {
    const status = textOf(await api.read(context), 'status') ?? 'deleting';
    return !status.startsWith('error') && status !== 'deleting';
  },
  snapshot: volumeBackup,
  async delete(context, properties) {
    const status = await untilFree(context);
    // Cinder refuses to delete what it is deleting.
    if (status === 'deleting') await api.gone(context);
    else await api.delete(context, properties);
  },
});
