import type { Changing } from '../wire/pending.ts';

export type Metadata = Readonly<Record<string, string>>;

/** A server's hold on a volume. */
export interface VolumeAttachment {
  readonly id: string;
  readonly server_id: string;
  readonly device: string | null;
  /** Milliseconds since the epoch; null while only reserved. */
  readonly attached_at: number | null;
  readonly mode: 'rw' | 'ro' | null;
}

/** Times are milliseconds since the epoch. */
export interface Volume extends Changing<Volume> {
  readonly id: string;
  readonly project_id: string;
  readonly user_id: string;
  readonly name: string | null;
  readonly description: string | null;
  /** GiB. */
  readonly size: number;
  readonly status: string;
  readonly created_at: number;
  readonly updated_at: number | null;
  readonly availability_zone: string;
  readonly volume_type_id: string;
  readonly snapshot_id: string | null;
  readonly source_volid: string | null;
  readonly metadata: Metadata;
  readonly bootable: boolean;
  readonly encrypted: boolean;
  readonly multiattach: boolean;
  readonly readonly: boolean | null;
  readonly image_metadata: Metadata | null;
  readonly attachments: readonly VolumeAttachment[];
  readonly migration_status: string | null;
}

export interface Snapshot extends Changing<Snapshot> {
  readonly id: string;
  readonly project_id: string;
  readonly user_id: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly volume_id: string;
  readonly size: number;
  readonly status: string;
  readonly metadata: Metadata;
  readonly created_at: number;
  readonly updated_at: number | null;
}

export interface Backup extends Changing<Backup> {
  readonly id: string;
  readonly project_id: string;
  readonly user_id: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly volume_id: string;
  readonly snapshot_id: string | null;
  readonly container: string;
  readonly size: number;
  readonly status: string;
  readonly is_incremental: boolean;
  readonly created_at: number;
  readonly updated_at: number | null;
}

export interface Encryption {
  readonly id: string;
  readonly provider: string;
  readonly cipher: string | null;
  readonly key_size: number | null;
  readonly control_location: string;
  readonly created_at: number;
}

export interface VolumeType {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly is_public: boolean;
  readonly extra_specs: Metadata;
  readonly qos_specs_id: string | null;
  /** Projects that may use it where it is not public. */
  readonly access: readonly string[];
  readonly encryption: Encryption | null;
}

export interface QosSpecs {
  readonly id: string;
  readonly name: string;
  readonly consumer: string;
  readonly specs: Metadata;
}

/** Limits that an admin has set for a project; what is not in `limits` has its default. */
export interface ProjectQuota {
  readonly id: string;
  readonly limits: Readonly<Record<string, number>>;
}
