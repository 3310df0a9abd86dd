import { isMap, own, type Value, type ValueMap } from '../expressions/values.ts';
import type { ServiceKind } from './service-types.ts';

/** One version in a service's version document. */
export interface OfferedVersion {
  /** `v2.1` */
  readonly id: string;
  /** Path of its link, without a closing slash; empty where the document has none. */
  readonly path: string;
  readonly maxMicroversion: string | undefined;
}

/**
 * Reads a version document in any of its forms: `{versions: […]}`, Keystone's and Barbican's `{versions: {values: […]}}`, and
 * the document of a single version, `{version: {…}}`. Nothing for what is none of these.
 */
export function parseVersions(document: Value): OfferedVersion[] {
  if (!isMap(document)) return [];
  const versions = own(document, 'versions') ?? own(document, 'version');
  const inner = isMap(versions) ? (own(versions, 'values') ?? [versions]) : versions;
  const entries = Array.isArray(inner) ? inner : [];
  return entries.filter(isMap).flatMap((entry) => parseVersion(entry) ?? []);
}

function parseVersion(entry: ValueMap): OfferedVersion | undefined {
  const id = own(entry, 'id');
  if (typeof id !== 'string') return undefined;
  const newest = own(entry, 'max_version') ?? own(entry, 'version');
  return {
    id,
    path: linkPath(own(entry, 'links')),
    maxMicroversion: typeof newest === 'string' && /^\d+\.\d+$/.test(newest) ? newest : undefined,
  };
}

function linkPath(links: Value | undefined): string {
  const self = (Array.isArray(links) ? links : []).filter(isMap).find((link) => own(link, 'rel') === 'self');
  const href = self && own(self, 'href');
  if (typeof href !== 'string' || href === '') return '';
  return URL.canParse(href, 'http://host') ? new URL(href, 'http://host').pathname.replace(/\/+$/, '') : '';
}

const VERSION_SEGMENT = /^v\d+(\.\d+)?$/;

/** A catalog URL taken apart: what comes before the version, the version's segment, what follows it. */
export interface EndpointParts {
  readonly root: string;
  readonly version: string | undefined;
  /** The project, or whatever else follows the version: `/e170b4…`, or empty. */
  readonly rest: string;
}

/** Takes a catalog URL apart. Throws TypeError when it is no URL. */
export function splitEndpoint(url: string): EndpointParts {
  const { origin, pathname } = new URL(url);
  const segments = pathname.split('/').filter((segment) => segment !== '');
  const at = segments.findIndex((segment) => VERSION_SEGMENT.test(segment));
  const join = (parts: string[]): string => parts.map((part) => `/${part}`).join('');
  if (at < 0) return { root: origin + join(segments), version: undefined, rest: '' };
  return { root: origin + join(segments.slice(0, at)), version: segments[at], rest: join(segments.slice(at + 1)) };
}

/**
 * The segment of the version to speak, from the version document: the last segment of the link of the newest version that has
 * the wanted major number. The rest of the link is not used, for behind a proxy it often names an inner address.
 */
export function chooseVersion(offered: readonly OfferedVersion[], kind: ServiceKind): string | undefined {
  const major = /\d+/.exec(kind.version)?.[0];
  const candidates = offered.filter(({ id }) => /^v?(\d+)/.exec(id)?.[1] === major);
  const segments = candidates.flatMap(({ path }) => {
    const segment = path.split('/').findLast((part) => VERSION_SEGMENT.test(part));
    return segment === undefined ? [] : [segment];
  });
  const conventional = kind.version.slice(1);
  return segments.includes(conventional) ? conventional : segments[0];
}

/** The highest microversion of the version that an endpoint speaks. */
export function newestMicroversion(
  offered: readonly OfferedVersion[],
  version: string | undefined,
): string | undefined {
  const major = /\d+/.exec(version ?? '')?.[0];
  const exact = offered.find(({ id, path }) => id === version || path.endsWith(`/${version}`));
  const same = offered.find(
    ({ id, maxMicroversion }) => maxMicroversion !== undefined && /\d+/.exec(id)?.[0] === major,
  );
  return (exact ?? same ?? (version === undefined ? offered[0] : undefined))?.maxMicroversion;
}
