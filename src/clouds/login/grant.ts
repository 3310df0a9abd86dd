import { readAnswer } from '../answer.ts';
import { isMap, own, type Value, type ValueMap } from '../../expressions/values.ts';
import { Catalog, parseCatalog } from '../catalog.ts';
import { Secret } from '../secret.ts';
import type { WireResponse } from '../types.ts';

/** Who a login speaks for, as Keystone says. */
export interface Identity {
  readonly userId?: string | undefined;
  readonly userName?: string | undefined;
  readonly projectId?: string | undefined;
  readonly projectName?: string | undefined;
  readonly roles: readonly string[];
}

/** What a login brought. */
export interface Grant {
  /** Absent for clouds without Keystone. */
  readonly token?: Secret;
  /** The headers that a request carries to be let in, built at each use. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** When the token ends, in milliseconds of our own clock; absent when it never does. */
  readonly expiresAt?: number;
  readonly identity: Identity;
  readonly catalog: Catalog;
}

/**
 * Reads Keystone's answer to a login: the token in `x-subject-token` (or the one that was asked about), everything else in the
 * body. Its lifetime is counted from `begunAt` on our own clock, so that a cloud whose clock is off does no harm.
 * Gives undefined when the answer is no such thing.
 */
export function parseGrant(answer: WireResponse, begunAt: number, asked?: Secret): Grant | undefined {
  const text = answer.headers['x-subject-token'];
  const token = asked ?? (text === undefined || text === '' ? undefined : new Secret(text));
  const body = tokenOf(answer);
  if (token === undefined || body === undefined) return undefined;
  const issued = asked === undefined ? time(own(body, 'issued_at')) : undefined;
  const expires = time(own(body, 'expires_at'));
  const user = mapOf(body, 'user');
  const project = mapOf(body, 'project');
  const roles = own(body, 'roles');
  return {
    token,
    headers: () => ({ 'x-auth-token': token.reveal() }),
    ...(expires !== undefined && { expiresAt: issued === undefined ? expires : begunAt + (expires - issued) }),
    identity: {
      userId: textOf(user, 'id'),
      userName: textOf(user, 'name'),
      projectId: textOf(project, 'id'),
      projectName: textOf(project, 'name'),
      roles: (Array.isArray(roles) ? roles : []).filter(isMap).flatMap((role) => textOf(role, 'name') ?? []),
    },
    catalog: parseCatalog(own(body, 'catalog')),
  };
}

/** The grant of a cloud without Keystone: every service is at one endpoint. */
export function fixedGrant(endpoint: string, headers: () => Readonly<Record<string, string>>): Grant {
  return { headers, identity: { roles: [] }, catalog: new Catalog([], endpoint) };
}

function tokenOf(answer: WireResponse): ValueMap | undefined {
  try {
    const body = readAnswer(answer.body);
    return isMap(body) ? mapOf(body, 'token') : undefined;
  } catch {
    return undefined;
  }
}

function mapOf(map: ValueMap, key: string): ValueMap | undefined {
  const value = own(map, key);
  return isMap(value) ? value : undefined;
}

function textOf(map: ValueMap | undefined, key: string): string | undefined {
  const value = map && own(map, key);
  return typeof value === 'string' ? value : undefined;
}

function time(value: Value | undefined): number | undefined {
  const ms =
    typeof value === 'string' ? Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(value) ? value : `${value}Z`) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}
