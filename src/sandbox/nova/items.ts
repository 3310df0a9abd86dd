import type { Changing } from '../wire/pending.ts';

export type Texts = Readonly<Record<string, string>>;

export interface Flavor {
  readonly id: string;
  readonly name: string;
  /** MiB. */
  readonly ram: number;
  readonly vcpus: number;
  /** GiB. */
  readonly disk: number;
  readonly ephemeral: number;
  /** MiB. */
  readonly swap: number;
  readonly rxtx_factor: number;
  readonly is_public: boolean;
  readonly description: string | null;
  readonly extra_specs: Texts;
  /** Projects that may use it where it is not public. */
  readonly access: readonly string[];
}

export interface Keypair {
  /** User id and name, which together are unique. */
  readonly id: string;
  readonly number: number;
  readonly user_id: string;
  readonly name: string;
  readonly public_key: string;
  readonly fingerprint: string;
  readonly type: string;
  readonly created_at: number;
}

export interface ServerGroup {
  readonly id: string;
  readonly project_id: string;
  readonly user_id: string;
  readonly name: string;
  readonly policy: string;
  readonly max_server_per_host: number | null;
}

/** A volume at a server. */
export interface BlockDevice {
  readonly id: string;
  readonly volume_id: string;
  readonly attachment_id: string;
  readonly device: string;
  readonly delete_on_termination: boolean;
  readonly tag: string | null;
}

export interface ServerFault {
  readonly code: number;
  readonly message: string;
  readonly created: number;
}

/** Times are milliseconds since the epoch. */
export interface Server extends Changing<Server> {
  readonly id: string;
  /** Counts the servers of the cloud; its instance name is made of it. */
  readonly number: number;
  readonly project_id: string;
  readonly user_id: string;
  readonly name: string;
  readonly description: string | null;
  readonly hostname: string;
  readonly created: number;
  readonly updated: number;
  readonly vm_state: string;
  readonly task_state: string | null;
  readonly power_state: number;
  readonly flavor: Flavor;
  /** The flavor before a resize that is not confirmed yet. */
  readonly old_flavor: Flavor | null;
  readonly image_id: string | null;
  readonly key_name: string | null;
  readonly metadata: Texts;
  readonly tags: readonly string[];
  readonly availability_zone: string;
  readonly host: string | null;
  readonly config_drive: string;
  readonly user_data: string | null;
  readonly access_ip_v4: string;
  readonly access_ip_v6: string;
  readonly admin_pass: string | null;
  readonly locked: boolean;
  readonly locked_reason: string | null;
  readonly launched_at: number | null;
  readonly fault: ServerFault | null;
  readonly reservation_id: string;
  readonly launch_index: number;
  readonly disk_config: string;
  readonly group_id: string | null;
  /** Ports that Nova made and takes away again. */
  readonly own_ports: readonly string[];
  readonly port_tags: Texts;
  readonly volumes: readonly BlockDevice[];
  readonly trusted_image_certificates: readonly string[] | null;
}

/** Something done to a server, for the list of its actions. */
export interface InstanceAction {
  readonly id: string;
  readonly server_id: string;
  readonly action: string;
  readonly request_id: string;
  readonly user_id: string;
  readonly project_id: string;
  readonly start_time: number;
  readonly message: string | null;
}

export interface Aggregate {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly availability_zone: string | null;
  readonly hosts: readonly string[];
  readonly metadata: Texts;
  readonly created_at: number;
  readonly updated_at: number | null;
}

export interface ProjectQuota {
  readonly id: string;
  readonly limits: Readonly<Record<string, number>>;
}
