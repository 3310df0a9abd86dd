import type { ValueMap } from '../../expressions/values.ts';

/** What Barbican remembers. Times are in milliseconds since the epoch. */
export interface Owned {
  readonly id: string;
  readonly projectId: string;
  readonly creatorId: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface Secret extends Owned {
  readonly name: string | null;
  readonly secret_type: string;
  readonly algorithm: string | null;
  readonly bit_length: number | null;
  readonly mode: string | null;
  readonly expiresAt: number | null;
  /** Undefined while there is no payload. */
  readonly contentType?: string;
  /** Base64 of the payload's bytes. */
  readonly payload?: string;
  readonly consumers: readonly ValueMap[];
  readonly acl?: Acl;
}

/** Who but the project may read. */
export interface Acl {
  readonly users: readonly string[];
  readonly projectAccess: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface Container extends Owned {
  readonly name: string | null;
  readonly type: string;
  readonly secretRefs: readonly { readonly name: string | null; readonly id: string }[];
  readonly consumers: readonly { readonly name: string; readonly URL: string; readonly createdAt: number }[];
  readonly acl?: Acl;
}

export interface Order extends Owned {
  readonly type: string;
  readonly meta: ValueMap;
  /** From when on the order is ACTIVE and shows what it made. */
  readonly readyAt: number;
  readonly secretId?: string;
  readonly containerId?: string;
}
