/** Values for the parameters of a template about which nothing is known but what `validate` says of them. */
import { isMap, own, type Value, type ValueMap } from '../../../src/expressions/values.ts';

/** Names of things that the cloud has. */
export interface Surroundings {
  readonly image: string;
  readonly flavor: string;
  readonly keyPair: string;
  readonly network: string;
  readonly publicNetwork: string;
  readonly subnet: string;
}

/**
 * Values for the parameters in a `validate` answer: for those without a default, and with `all` also for those that name something of
 * a cloud, because the defaults of public templates name things of another one.
 */
export function plausibleParameters(described: Value, around: Surroundings, all: boolean): ValueMap {
  const values: ValueMap = {};
  for (const [name, schema] of Object.entries(isMap(described) ? described : {})) {
    if (!isMap(schema)) continue;
    const named = byConstraint(schema, around) ?? (all ? byName(name, schema, around) : undefined);
    if (own(schema, 'Default') !== undefined && (!all || named === undefined)) continue;
    values[name] = named ?? byName(name, schema, around) ?? bySchema(schema);
  }
  return values;
}

function byConstraint(schema: ValueMap, around: Surroundings): string | undefined {
  switch (String(own(schema, 'CustomConstraint'))) {
    case 'glance.image':
      return around.image;
    case 'nova.flavor':
      return around.flavor;
    case 'nova.keypair':
      return around.keyPair;
    case 'neutron.network':
      return around.network;
    case 'neutron.subnet':
      return around.subnet;
    default:
      return undefined;
  }
}

function byName(name: string, schema: ValueMap, around: Surroundings): string | undefined {
  if (own(schema, 'Type') !== 'String' || own(schema, 'AllowedValues') !== undefined) return undefined;
  if (/image/i.test(name)) return around.image;
  if (/flavor|instance_?type/i.test(name)) return around.flavor;
  if (/^key$|key_?name|ssh_key$/i.test(name)) return around.keyPair;
  if (/public_?net|external|floating/i.test(name)) return around.publicNetwork;
  if (/subnet/i.test(name)) return around.subnet;
  if (/net(work)?(_id|_name)?$/i.test(name)) return around.network;
  return undefined;
}

function bySchema(schema: ValueMap): Value {
  const allowed = own(schema, 'AllowedValues');
  if (Array.isArray(allowed) && allowed.length > 0) return allowed[0]!;
  switch (own(schema, 'Type')) {
    case 'Number':
      return own(schema, 'MinValue') ?? 1;
    case 'Boolean':
      return true;
    case 'Json':
      return { key: 'value' };
    case 'CommaDelimitedList':
      return 'one,two';
    default:
      return 'plausible1'
        .padEnd(Number(own(schema, 'MinLength') ?? 0), 'x')
        .slice(0, Number(own(schema, 'MaxLength') ?? 255));
  }
}
