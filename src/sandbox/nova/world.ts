import type { World as VolumeWorld } from '../cinder/world.ts';
import type { Call } from '../kernel/call.ts';
import type { Caller } from '../kernel/caller.ts';
import { Fault } from '../kernel/fault.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Collection } from '../kernel/state.ts';
import type { World as NetworkWorld } from '../neutron/world.ts';
import type { ImageStore } from '../glance/store.ts';
import { Timeline } from '../wire/pending.ts';
import type { Aggregate, Flavor, InstanceAction, Keypair, ProjectQuota, Server, ServerGroup } from './items.ts';

/** The other services that Nova works with. */
export interface Neighbours {
  readonly network: NetworkWorld;
  readonly volume: VolumeWorld;
  readonly images: ImageStore;
}

const SMALL_WORK = 0.4;

/** Everything Nova remembers, the services beside it, and the lookups it needs often. */
export class World {
  readonly kernel: Kernel;
  readonly network: NetworkWorld;
  readonly volume: VolumeWorld;
  readonly images: ImageStore;
  readonly servers: Timeline<Server>;
  readonly flavors: Collection<Flavor>;
  readonly keypairs: Collection<Keypair>;
  readonly groups: Collection<ServerGroup>;
  readonly aggregates: Collection<Aggregate>;
  readonly quotas: Collection<ProjectQuota>;
  readonly actions: Collection<InstanceAction>;
  readonly actionsOf: (serverId: string) => InstanceAction[];
  readonly keypairsOf: (userId: string) => Keypair[];
  readonly #counters: Collection<{ readonly id: string; readonly last: number }>;
  readonly #inGroup: (groupId: string) => Server[];
  readonly #inProject: (projectId: string) => Server[];

  constructor(kernel: Kernel, neighbours: Neighbours) {
    const { state, clock } = kernel;
    this.kernel = kernel;
    this.network = neighbours.network;
    this.volume = neighbours.volume;
    this.images = neighbours.images;
    this.servers = new Timeline(state.collection<Server>('nova.servers'), clock);
    this.flavors = state.collection('nova.flavors');
    this.keypairs = state.collection('nova.keypairs');
    this.groups = state.collection('nova.server_groups');
    this.aggregates = state.collection('nova.aggregates');
    this.quotas = state.collection('nova.quotas');
    this.actions = state.collection('nova.actions');
    this.#counters = state.collection('nova.counters');
    this.actionsOf = this.actions.index((action) => action.server_id);
    this.keypairsOf = this.keypairs.index((keypair) => keypair.user_id);
    this.#inGroup = this.servers.items.index((server) => server.group_id ?? undefined);
    this.#inProject = this.servers.items.index((server) => server.project_id);
  }

  now(): number {
    return this.kernel.clock.now();
  }

  /** When a new server is built. Builds differ a little in how long they take. */
  built(): number {
    const { buildMs, random } = this.kernel;
    return this.now() + Math.round(buildMs * (0.75 + random.integer(51) / 100));
  }

  /** When smaller work on a server, such as a reboot or its deletion, is done. */
  soon(): number {
    return this.now() + Math.round(this.kernel.buildMs * SMALL_WORK);
  }

  /** The next number of a sequence. */
  next(sequence: string): number {
    const last = (this.#counters.get(sequence)?.last ?? 0) + 1;
    this.#counters.put({ id: sequence, last });
    return last;
  }

  membersOf(groupId: string): Server[] {
    return this.#inGroup(groupId).flatMap((stored) => this.servers.now(stored) ?? []);
  }

  serversOf(projectId: string): Server[] {
    return this.#inProject(projectId).flatMap((stored) => this.servers.now(stored) ?? []);
  }

  /** The server of that id, if the caller may see it. Throws a 404 {@link Fault}. */
  seek(id: string, caller: Caller): Server {
    const server = this.servers.get(id);
    if (server === undefined || (!caller.isAdmin && server.project_id !== caller.projectId)) {
      throw new Fault(404, `Instance ${id} could not be found.`);
    }
    return server;
  }

  /** Forgets the servers that are gone by now, and what was done to them. */
  sweep(): void {
    for (const id of this.servers.sweep()) for (const action of this.actionsOf(id)) this.actions.delete(action.id);
  }

  /** Notes what was done to a server. */
  note(server: Server, action: string, call: Call, message: string | null = null): void {
    this.actions.put({
      id: this.kernel.random.uuid(),
      server_id: server.id,
      action,
      request_id: call.requestId,
      user_id: call.caller.userId,
      project_id: server.project_id,
      start_time: this.now(),
      message,
    });
  }
}
