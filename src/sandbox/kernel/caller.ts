import { Fault } from './fault.ts';

/** Who sends a request: what the token in `X-Auth-Token` stands for. */
export interface Caller {
  readonly tokenId: string;
  readonly userId: string;
  readonly userName: string;
  readonly userDomainId: string;
  /** Of a project-scoped token. */
  readonly projectId?: string;
  readonly projectName?: string;
  readonly projectDomainId?: string;
  /** Of a domain-scoped token. */
  readonly domainId?: string;
  /** True for a system-scoped token. */
  readonly system: boolean;
  readonly roles: readonly string[];
  /** Has the role admin. */
  readonly isAdmin: boolean;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly trustId?: string;
  readonly applicationCredentialId?: string;
  readonly methods: readonly string[];
}

/** Turns the text of a token into who it stands for; undefined where it is unknown, expired or revoked. */
export type Authenticate = (token: string) => Caller | undefined;

/** The project of the caller. Throws a 403 {@link Fault} where the token is not scoped to one. */
export function projectOf(caller: Caller): string {
  if (caller.projectId === undefined) throw new Fault(403, 'The request needs a token that is scoped to a project.');
  return caller.projectId;
}

/** True when the caller may touch what belongs to the project: it is theirs, or they are an admin. */
export function mayTouch(caller: Caller, projectId: string): boolean {
  return caller.isAdmin || caller.projectId === projectId;
}
