import { isCloudError, isPassing, type CloudError } from '../../clouds/errors.ts';
import { path } from '../../clouds/path.ts';
import type { Connection } from '../../clouds/types.ts';
import { isMap, isNumber, own, toNumber, type Value, type ValueMap } from '../../expressions/values.ts';

/** A quota of a project. */
export interface Quota {
  readonly limit: number;
  readonly used: number;
}

/** Names of Nova's and Cinder's `absolute` limits: what it is, the limit, how much is used. */
const COMPUTE: readonly (readonly [string, string, string | undefined])[] = [
  ['servers', 'maxTotalInstances', 'totalInstancesUsed'],
  ['cores', 'maxTotalCores', 'totalCoresUsed'],
  ['MB of memory', 'maxTotalRAMSize', 'totalRAMUsed'],
  ['server groups', 'maxServerGroups', 'totalServerGroupsUsed'],
];
const VOLUMES: typeof COMPUTE = [
  ['volumes', 'maxTotalVolumes', 'totalVolumesUsed'],
  ['gigabytes', 'maxTotalVolumeGigabytes', 'totalGigabytesUsed'],
];
const NETWORK: Readonly<Record<string, string>> = {
  network: 'networks',
  subnet: 'subnets',
  port: 'ports',
  router: 'routers',
  floatingip: 'floating IPs',
  security_group: 'security groups',
};

/**
 * The limited quotas of a connection's project, by what they limit; those that cannot be read are left out. With `only`, services that
 * limit none of these are not asked, and one that is not to be asked at all is an error.
 */
export async function readQuotas(connection: Connection, only?: ReadonlySet<string>): Promise<Map<string, Quota>> {
  const readable = async (names: readonly string[], read: () => Promise<Entry[]>): Promise<Entry[]> => {
    if (only !== undefined && !names.some((name) => only.has(name))) return [];
    try {
      return await read();
    } catch (error) {
      if (isCloudError(error) && isSilent(error, only !== undefined)) return [];
      throw error;
    }
  };
  const parts = await Promise.all([
    readable(nameOf(COMPUTE), async () => absolute(await connection.service('compute').get('/limits'), COMPUTE)),
    readable(nameOf(VOLUMES), async () => absolute(await connection.service('block-storage').get('/limits'), VOLUMES)),
    readable(Object.values(NETWORK), async () => {
      const project = await connection.projectId();
      return network(await connection.service('network').get(path`/quotas/${project}/details.json`));
    }),
  ]);
  return new Map(parts.flat().filter(([, { limit }]) => limit >= 0));
}

type Entry = [string, Quota];

const nameOf = (names: typeof COMPUTE): string[] => names.map(([what]) => what);

/** A service that is not there, or does not tell, has no say. */
function isSilent(error: CloudError, isNeeded: boolean): boolean {
  if (error.code === 'EgressRefused' || error.code === 'Untrusted') return !isNeeded;
  return !isPassing(error) || error.code === 'UnexpectedAnswer';
}

function absolute(answer: Value, names: typeof COMPUTE): Entry[] {
  const limits = mapAt(mapAt(answer, 'limits'), 'absolute');
  return names.flatMap(([what, limit, used]): Entry[] => {
    const most = number(limits, limit);
    return most === undefined ? [] : [[what, { limit: most, used: number(limits, used ?? '') ?? 0 }]];
  });
}

function network(answer: Value): Entry[] {
  const quota = mapAt(answer, 'quota');
  return Object.entries(NETWORK).flatMap(([key, what]): Entry[] => {
    const entry = mapAt(quota, key);
    const limit = number(entry, 'limit');
    return limit === undefined
      ? []
      : [[what, { limit, used: (number(entry, 'used') ?? 0) + (number(entry, 'reserved') ?? 0) }]];
  });
}

function mapAt(value: Value, key: string): ValueMap {
  const found = isMap(value) ? own(value, key) : undefined;
  return isMap(found) ? found : {};
}

function number(map: ValueMap, key: string): number | undefined {
  const value = own(map, key);
  return value !== undefined && isNumber(value) ? toNumber(value) : undefined;
}
