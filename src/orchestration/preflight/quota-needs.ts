import type { Connection } from '../../clouds/types.ts';
import { listAll } from '../../clouds/paging.ts';
import { isNumber, own, toNumber, type Value, type ValueMap } from '../../expressions/values.ts';
import { resolveProperties } from '../model/properties.ts';
import type { StackModel } from '../model/stack-model.ts';

/** How much of each resource a template takes, by the names that {@link readQuotas} gives them. */
export type Amounts = ReadonlyMap<string, number>;

/** Types that take one of something. */
const ONE_OF: Readonly<Record<string, string>> = {
  'OS::Nova::Server': 'servers',
  'OS::Nova::KeyPair': 'key pairs',
  'OS::Nova::ServerGroup': 'server groups',
  'OS::Cinder::Volume': 'volumes',
  'OS::Neutron::Net': 'networks',
  'OS::Neutron::Subnet': 'subnets',
  'OS::Neutron::Port': 'ports',
  'OS::Neutron::Router': 'routers',
  'OS::Neutron::FloatingIP': 'floating IPs',
  'OS::Neutron::SecurityGroup': 'security groups',
};

/** What the stacks of a tree take of a cloud's quotas, as far as it is known before anything is made. */
export async function quotaNeeds(connection: Connection, models: readonly StackModel[]): Promise<Amounts> {
  const amounts = new Map<string, number>();
  const add = (what: string, amount: number): void => void amounts.set(what, (amounts.get(what) ?? 0) + amount);
  const flavors: string[] = [];
  for (const model of models) {
    for (const { definition, type } of model.resources.values()) {
      const what = ONE_OF[type.type];
      if (what === undefined || definition.externalId !== undefined) continue;
      add(what, 1);
      const properties = known(model, definition.name);
      const size = own(properties, 'size');
      if (type.type === 'OS::Cinder::Volume' && isNumber(size ?? null)) add('gigabytes', toNumber(size as number));
      const flavor = own(properties, 'flavor');
      if (type.type === 'OS::Nova::Server' && typeof flavor === 'string') flavors.push(flavor);
    }
  }
  if (flavors.length > 0 && (await connection.has('compute')))
    for (const [what, amount] of await flavorNeeds(connection, flavors)) add(what, amount);
  return amounts;
}

async function flavorNeeds(connection: Connection, names: readonly string[]): Promise<[string, number][]> {
  const { items } = await listAll(connection, { service: 'compute', path: '/flavors/detail', key: 'flavors' });
  return names.flatMap((name): [string, number][] => {
    const flavor = items.find((item) => own(item, 'id') === name) ?? items.find((item) => own(item, 'name') === name);
    return flavor === undefined
      ? []
      : [
          ['cores', numberOf(own(flavor, 'vcpus'))],
          ['MB of memory', numberOf(own(flavor, 'ram'))],
        ];
  });
}

function known(model: StackModel, name: string): ValueMap {
  const { definition, type } = model.resources.get(name)!;
  try {
    return resolveProperties(definition, type, model.staticScope);
  } catch {
    // What is wrong with them is said elsewhere.
    return {};
  }
}

export const numberOf = (value: Value | undefined): number =>
  value !== undefined && isNumber(value) ? toNumber(value) : 0;
