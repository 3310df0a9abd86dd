/** What scenarios are made of. `{ref: name}` is what `get_resource` gives for one of the needs. */
import type { ValueMap } from '../../../src/expressions/values.ts';

export interface Part {
  readonly type: string;
  readonly properties: ValueMap;
}

export interface Update {
  /** Properties that change. */
  readonly set: ValueMap;
  /** Fields of the object that show it. */
  readonly shows?: ValueMap;
  /** A cloud of one host cannot do it. */
  readonly sandboxOnly?: true;
}

export interface Scenario extends Part {
  readonly name: string;
  readonly needs?: Readonly<Record<string, Part>>;
  /** Fields of the object after it was made. */
  readonly shows?: ValueMap;
  readonly updates?: readonly Update[];
  /** False where the object cannot be told from others afterwards. */
  readonly found?: false;
  /** Alias of the Neutron extension without which it is passed over. */
  readonly needsExtension?: string;
  /** Deleting it brings something back that never goes, such as defaults. */
  readonly lasting?: true;
  /** Deleting it takes things along that were there before, or puts others in their place. */
  readonly consumes?: true;
  /** Only an administrator may do it. */
  readonly admin?: true;
  /** Real clouds only take it where they have more than the usual services. */
  readonly sandboxOnly?: true;
}

export const net: Part = { type: 'OS::Neutron::Net', properties: {} };
export const subnet: Part = {
  type: 'OS::Neutron::Subnet',
  properties: { network: { ref: 'net' }, cidr: '10.77.0.0/24' },
};
export const port: Part = {
  type: 'OS::Neutron::Port',
  properties: { network: { ref: 'net' }, fixed_ips: [{ subnet: { ref: 'subnet' } }] },
};
export const router: Part = {
  type: 'OS::Neutron::Router',
  properties: { external_gateway_info: { network: 'public' } },
};
export const link: Part = {
  type: 'OS::Neutron::RouterInterface',
  properties: { router: { ref: 'router' }, subnet: { ref: 'subnet' } },
};
export const floatingIp: Part = { type: 'OS::Neutron::FloatingIP', properties: { floating_network: 'public' } };
export const group: Part = { type: 'OS::Neutron::SecurityGroup', properties: {} };
export const volume: Part = { type: 'OS::Cinder::Volume', properties: { size: 1 } };
export const server: Part = {
  type: 'OS::Nova::Server',
  properties: { flavor: 'm1.tiny', image: 'cirros', networks: [{ network: { ref: 'net' } }], user_data_format: 'RAW' },
};
export const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0nDmXSjmoDLHJ7MVW5E9wHUIZrMEKv4DR7cQNWzbOB someone';
