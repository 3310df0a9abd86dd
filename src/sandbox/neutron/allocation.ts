import { Fault } from '../kernel/fault.ts';
import { eui64, formatAddress, parseAddress, parseBlock, within } from './addresses.ts';
import { conflict, invalidInput } from './faults.ts';
import type { FixedIp, Network, Subnet } from './items.ts';
import { toRange } from './pools.ts';
import type { World } from './world.ts';

/** What a request asks for one fixed IP: a subnet, an address, or both. */
export interface WantedIp {
  readonly subnet_id?: string;
  readonly ip_address?: string;
}

/** Finds the fixed IPs of a port in the subnets of its network, as Neutron's IPAM does. Throws a 4xx fault. */
export class Allocator {
  readonly #world: World;
  readonly #network: Network;
  readonly #subnets: readonly Subnet[];
  readonly #mac: string;
  readonly #used: Set<string>;

  /** `portId` names the port whose own addresses count as free. */
  constructor(world: World, network: Network, mac: string, portId?: string) {
    this.#world = world;
    this.#network = network;
    this.#subnets = world.subnetsOf(network.id);
    this.#mac = mac;
    const others = world.portsOn(network.id).filter((port) => port.id !== portId);
    this.#used = new Set(others.flatMap((port) => port.fixed_ips.map((ip) => ip.ip_address)));
  }

  /** The addresses of a port that asks for none: one IPv4, one IPv6, and one of each subnet where hosts choose their own. */
  default(): FixedIp[] {
    const chosen: FixedIp[] = [];
    const open = this.#subnets.filter((subnet) => subnet.service_types.length === 0);
    for (const version of [4, 6] as const) {
      const managed = open.filter((subnet) => subnet.ip_version === version && !isAutoAddress(subnet));
      if (managed.length > 0) chosen.push(this.#fromAny(managed));
    }
    for (const subnet of open.filter(isAutoAddress)) chosen.push(this.#automatic(subnet));
    return chosen;
  }

  /** The addresses a request asks for. */
  wanted(ips: readonly WantedIp[]): FixedIp[] {
    return ips.map((ip) => this.#one(ip));
  }

  #one({ subnet_id: subnetId, ip_address: text }: WantedIp): FixedIp {
    if (subnetId === undefined) return this.#exact(this.#subnetOf(text!), text!);
    const subnet = this.#subnets.find((one) => one.id === subnetId);
    if (subnet === undefined) {
      if (!this.#world.subnets.has(subnetId)) {
        throw new Fault(404, `Subnet ${subnetId} could not be found.`, { type: 'SubnetNotFound' });
      }
      throw invalidInput(
        `Failed to create port on network ${this.#network.id}, because fixed_ips included invalid subnet ${subnetId}`,
      );
    }
    if (text !== undefined) {
      if (!within(parseBlock(subnet.cidr)!, parseAddress(text)!)) {
        const message = `IP address ${text} is not a valid IP for the specified subnet.`;
        throw new Fault(400, message, { type: 'InvalidIpForSubnet' });
      }
      return this.#exact(subnet, text);
    }
    return isAutoAddress(subnet) ? this.#automatic(subnet) : this.#fromAny([subnet]);
  }

  #subnetOf(text: string): Subnet {
    const address = parseAddress(text)!;
    const subnet = this.#subnets.find((one) => within(parseBlock(one.cidr)!, address));
    if (subnet !== undefined) return subnet;
    const message = `IP address ${text} is not a valid IP for any of the subnets on the specified network.`;
    throw new Fault(400, message, { type: 'InvalidIpForNetwork' });
  }

  #exact(subnet: Subnet, text: string): FixedIp {
    const address = parseAddress(text)!;
    const plain = formatAddress(address.version, address.value);
    if (this.#used.has(plain)) {
      throw conflict('IpAddressAlreadyAllocated', `IP address ${plain} already allocated in subnet ${subnet.id}`);
    }
    return this.#take(subnet, plain);
  }

  #automatic(subnet: Subnet): FixedIp {
    return this.#take(subnet, formatAddress(6, eui64(parseBlock(subnet.cidr)!, this.#mac)));
  }

  #fromAny(subnets: readonly Subnet[]): FixedIp {
    for (const subnet of subnets) {
      const free = this.#free(subnet);
      if (free !== undefined) return this.#take(subnet, free);
    }
    const message = `No more IP addresses available on network ${this.#network.id}.`;
    throw conflict('IpAddressGenerationFailure', message);
  }

  // Neutron picks at random too, so that an address is not reused right after it was given back.
  #free(subnet: Subnet): string | undefined {
    const ranges = subnet.allocation_pools.map(toRange);
    const total = ranges.reduce((sum, range) => sum + range.end - range.start + 1n, 0n);
    const span = Number(total < 65_536n ? total : 65_536n);
    if (span === 0) return undefined;
    const from = this.#world.kernel.random.integer(span);
    for (let i = 0; i < span; i += 1) {
      const text = formatAddress(subnet.ip_version, nth(ranges, BigInt((from + i) % span)));
      if (!this.#used.has(text)) return text;
    }
    return undefined;
  }

  #take(subnet: Subnet, ip: string): FixedIp {
    this.#used.add(ip);
    return { subnet_id: subnet.id, ip_address: ip };
  }
}

function nth(ranges: readonly { start: bigint; end: bigint }[], index: bigint): bigint {
  let left = index;
  for (const { start, end } of ranges) {
    const size = end - start + 1n;
    if (left < size) return start + left;
    left -= size;
  }
  throw new RangeError('No such address in the pools');
}

function isAutoAddress(subnet: Subnet): boolean {
  return subnet.ipv6_address_mode === 'slaac' || subnet.ipv6_address_mode === 'dhcpv6-stateless';
}

/** A MAC address that no port has yet, in the range that Neutron gives out. */
export function freshMac(world: World): string {
  for (;;) {
    const tail = Array.from({ length: 3 }, () => world.kernel.random.integer(256).toString(16).padStart(2, '0'));
    const mac = ['fa', '16', '3e', ...tail].join(':');
    if (world.macs(mac).length === 0) return mac;
  }
}
