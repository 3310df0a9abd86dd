import { equal, own, type ValueMap } from '../../../expressions/values.ts';
import { isNotFound } from '../../../clouds/errors.ts';
import { entry, given, mapsAt, textOf, textsAt, withoutNulls } from '../../access.ts';
import type { Context, Described, Properties } from '../../contract.ts';
import { defineResource } from '../../define.ts';
import { known, ofType } from '../../neutron/dependencies.ts';
import { rest } from '../../rest.ts';
import { unknownStatus } from '../../words.ts';
import { interfacesOf, isActive, SERVERS, showServer, statusOf, VERSION, watchServer } from './api.ts';
import { serverAttributes } from './attributes.ts';
import { blockDevices } from './block-devices.ts';
import { removeServer } from './delete.ts';
import { buildNetworks } from './networks.ts';
import { attach, detachPort } from './networks-update.ts';
import { dropOwnPorts } from './own-ports.ts';
import { serverProperties } from './schema.ts';
import { serverImage } from './server-image.ts';
import { needsReplace, serverMetadata, setTags, updateServer } from './update.ts';
import { base64, buildUserData, personalityFiles } from './user-data.ts';
import { validateServer } from './validate.ts';

/** Properties that go into the request as they are, where they are set. */
const PLAIN: readonly (readonly [property: string, field: string])[] = [
  ['name', 'name'],
  ['key_name', 'key_name'],
  ['availability_zone', 'availability_zone'],
  ['config_drive', 'config_drive'],
  ['admin_pass', 'adminPass'],
  ['diskConfig', 'OS-DCF:diskConfig'],
];

function request(properties: Properties, context: Context): ValueMap {
  const plain = PLAIN.filter(([property]) => given(properties, property) && own(properties, property) !== '');
  const userData = buildUserData(properties, context.metadata);
  const files = personalityFiles(properties);
  const groups = textsAt(properties, 'security_groups');
  return {
    ...Object.fromEntries(plain.map(([property, field]) => [field, properties[property]!])),
    imageRef: textOf(properties, 'image') ?? '',
    flavorRef: textOf(properties, 'flavor') ?? '',
    metadata: serverMetadata(properties),
    ...(userData === undefined ? {} : { user_data: base64(userData) }),
    ...(groups.length === 0 ? {} : { security_groups: groups.map((name) => ({ name })) }),
    ...(files.length === 0 ? {} : { personality: files }),
    ...blockDevices(properties),
  };
}

const api = rest({
  service: SERVERS.service,
  path: '/servers',
  list: SERVERS.path,
  ...VERSION,
  envelope: 'server',
  created: 'created',
  identify: ['metadata'],
  body: request,
  prepare: buildNetworks,
  beside: (properties) => entry('os:scheduler_hints', withoutNulls(own(properties, 'scheduler_hints') ?? null)),
  state: isActive,
});

/** Key in the resource's data: what made way for a replacement. It is noted first, and so outlives a crash in the middle. */
const TAKEN_OFF = 'taken_off';

/** An address may come from any subnet of the server's networks, so they all come first; so does one whose network is not known. */
function subnetsFirst(self: Described, others: readonly Described[]): string[] {
  const networks = self.property('networks');
  if (!Array.isArray(networks) || networks.length === 0) return [];
  const wanted = networks.map(
    (_, i) => self.property(['networks', i, 'network']) ?? self.property(['networks', i, 'uuid']) ?? null,
  );
  return ofType(others, 'OS::Neutron::Subnet')
    .filter((subnet) => {
      const network = known(subnet, 'network', 'network_id');
      return network === undefined || wanted.some((item) => item === null || equal(item, network));
    })
    .map((subnet) => subnet.name);
}

export default defineResource({
  type: 'OS::Nova::Server',
  description: 'A virtual or bare-metal machine.',
  service: 'compute',
  nameLimit: 53,
  properties: serverProperties,
  attributes: serverAttributes,
  validate: validateServer,
  implicitDependencies: subnetsFirst,
  api,
  async ready(context, properties) {
    const live = await watchServer(context, (server) => (isActive(server) ? server : undefined));
    const tags = textsAt(properties, 'tags');
    if (tags.length > 0 && !equal(tags.toSorted(), textsAt(live, 'tags').toSorted())) await setTags(context, tags);
  },
  needsReplace,
  update: updateServer,
  snapshot: serverImage,
  delete: removeServer,
  async check(context) {
    const status = statusOf(await showServer(context));
    if (status !== 'ACTIVE') throw unknownStatus(status);
  },
  async survivesFailure(context) {
    const live = await api.read(context);
    return live !== undefined && !['ERROR', 'DELETED', 'SOFT_DELETED'].includes(statusOf(live));
  },
  async makeWay(context) {
    const live = await api.read(context);
    if (live === undefined || statusOf(live) === 'ERROR') return dropOwnPorts(context);
    const interfaces = await interfacesOf(context);
    const noted = mapsAt(context.data, TAKEN_OFF);
    const more = interfaces.filter((item) => !noted.some((old) => old['port'] === item.port));
    await context.save({ data: { [TAKEN_OFF]: [...noted, ...more.map(({ port, network }) => ({ port, network }))] } });
    for (const { port } of interfaces) await detachPort(context, port);
  },
  async takeBack(context) {
    const present = new Set((await interfacesOf(context)).map((item) => item.port));
    for (const item of mapsAt(context.data, TAKEN_OFF)) {
      const port = String(item['port']);
      if (present.has(port)) continue;
      try {
        await attach(context, { port_id: port }, []);
      } catch (error) {
        // A port that Nova had made went when it was taken off.
        if (!isNotFound(error)) throw error;
        await attach(context, { net_id: item['network'] ?? null }, []);
      }
    }
    await context.save({ data: { [TAKEN_OFF]: null } });
  },
});
