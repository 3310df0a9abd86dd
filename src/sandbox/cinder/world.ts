import type { Kernel } from '../kernel/kernel.ts';
import type { Collection } from '../kernel/state.ts';
import { Timeline } from '../wire/pending.ts';
import type { ImageStore } from '../glance/store.ts';
import type { Backup, ProjectQuota, QosSpecs, Snapshot, Volume, VolumeType } from './items.ts';

const SMALL_WORK = 0.2;

/** Everything Cinder remembers, and the lookups it needs often. */
export class World {
  readonly kernel: Kernel;
  readonly images: ImageStore;
  readonly volumes: Timeline<Volume>;
  readonly snapshots: Timeline<Snapshot>;
  readonly backups: Timeline<Backup>;
  readonly types: Collection<VolumeType>;
  readonly qos: Collection<QosSpecs>;
  readonly quotas: Collection<ProjectQuota>;
  readonly snapshotsOf: (volumeId: string) => Snapshot[];

  constructor(kernel: Kernel, images: ImageStore) {
    const { state, clock } = kernel;
    this.kernel = kernel;
    this.images = images;
    this.volumes = new Timeline(state.collection<Volume>('cinder.volumes'), clock);
    this.snapshots = new Timeline(state.collection<Snapshot>('cinder.snapshots'), clock);
    this.backups = new Timeline(state.collection<Backup>('cinder.backups'), clock);
    this.types = state.collection('cinder.types');
    this.qos = state.collection('cinder.qos_specs');
    this.quotas = state.collection('cinder.quotas');
    const bySource = this.snapshots.items.index((snapshot) => snapshot.volume_id);
    this.snapshotsOf = (id) => bySource(id).flatMap((stored) => this.snapshots.now(stored) ?? []);
  }

  now(): number {
    return this.kernel.clock.now();
  }

  /** When work that starts now is done: making or deleting a volume takes a fifth of the building of a server. */
  soon(): number {
    return this.now() + Math.round(this.kernel.buildMs * SMALL_WORK);
  }
}
