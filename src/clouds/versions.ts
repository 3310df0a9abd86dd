import { readAnswer } from './answer.ts';
import { isCloudError } from './errors.ts';
import { chooseVersion, newestMicroversion, parseVersions, splitEndpoint, type OfferedVersion } from './discovery.ts';
import type { Link, Treatment } from './link.ts';
import { serviceKind } from './service-types.ts';

/** The versioned endpoint of a service, and where its version document is. */
export interface VersionedEndpoint {
  /** What request paths are appended to, without a closing slash. */
  readonly url: string;
  /** The endpoint without what follows the version. */
  readonly document: string;
  /** The endpoint without the version: where the document of all versions is. */
  readonly root: string;
  readonly version: string | undefined;
}

/** Finds out which version a service speaks and its microversions, asking each service once. */
export class Versions {
  readonly #link: Link;
  readonly #documents = new Map<string, Promise<readonly OfferedVersion[]>>();

  constructor(link: Link) {
    this.#link = link;
  }

  /**
   * The versioned endpoint for a catalog URL. A URL that names a version of the API that is spoken is taken as it is; else the
   * service's version document decides, or convention where it has none. Host and path prefix are always the catalog's.
   * Throws CloudError `Unreachable` and the like when the service cannot be asked.
   */
  async endpoint(
    type: string,
    catalogUrl: string,
    projectId: string | undefined,
    owner: string,
  ): Promise<VersionedEndpoint> {
    const kind = serviceKind(type);
    const { root, version, rest } = splitEndpoint(catalogUrl);
    const wanted = majorOf(kind.version);
    if (wanted === undefined) {
      const url = catalogUrl.replace(/\/+$/, '');
      return { url, root, document: version === undefined ? url : `${root}/${version}`, version };
    }
    const project = rest === '' && kind.perProject === true && projectId !== undefined ? `/${projectId}` : rest;
    const spoken = version !== undefined && majorOf(version) === wanted ? version : undefined;
    const chosen = spoken ?? chooseVersion(await this.#offered(root, type, owner), kind) ?? kind.version.slice(1);
    return { url: `${root}/${chosen}${project}`, root, document: `${root}/${chosen}`, version: chosen };
  }

  /** The highest microversion at an endpoint, or undefined where it has none. */
  async maxMicroversion(type: string, endpoint: VersionedEndpoint, owner: string): Promise<string | undefined> {
    const own = await this.#offered(endpoint.document, type, owner);
    // Some services (Cinder) show only the document of all versions to those who are not logged in.
    const offered = own.length > 0 ? own : await this.#offered(endpoint.root, type, owner);
    return newestMicroversion(offered, endpoint.version);
  }

  #offered(url: string, type: string, owner: string): Promise<readonly OfferedVersion[]> {
    const known = this.#documents.get(url);
    if (known !== undefined) return known;
    const asked = this.#ask(url, { service: type, owner, repeatable: true });
    this.#documents.set(url, asked);
    asked.catch(() => this.#documents.delete(url));
    return asked;
  }

  async #ask(url: string, treatment: Treatment): Promise<readonly OfferedVersion[]> {
    const request = { method: 'GET', url: `${url}/`, headers: { accept: 'application/json' } };
    try {
      const answer = await this.#link.send(request, treatment);
      return answer.status < 400 ? parseVersions(readAnswer(answer.body)) : [];
    } catch (error) {
      if (error instanceof SyntaxError || isCloudError(error, 'UnexpectedAnswer')) return [];
      throw error;
    }
  }
}

function majorOf(version: string): string | undefined {
  return /\d+/.exec(version)?.[0];
}
