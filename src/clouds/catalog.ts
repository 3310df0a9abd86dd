import { isMap, own, type Value, type ValueMap } from '../expressions/values.ts';
import { serviceKind } from './service-types.ts';

/** One address of one service. */
export interface CatalogEndpoint {
  readonly type: string;
  readonly region: string | undefined;
  readonly interface: string;
  readonly url: string;
}

/** Where the endpoint is to be. */
export interface Place {
  readonly region?: string | undefined;
  readonly interface: string;
}

/** The services of a cloud, as the token that logged in there lists them. */
export class Catalog {
  readonly endpoints: readonly CatalogEndpoint[];
  readonly #fixed: string | undefined;
  readonly #origins: ReadonlySet<string>;

  /** `fixed` is an endpoint that stands for every service, for clouds without a catalog. */
  constructor(endpoints: readonly CatalogEndpoint[], fixed?: string) {
    this.endpoints = endpoints;
    this.#fixed = fixed;
    const urls = [...endpoints.map(({ url }) => url), ...(fixed === undefined ? [] : [fixed])];
    this.#origins = new Set(urls.filter((url) => URL.canParse(url)).map((url) => new URL(url).origin));
  }

  /** The URL of a service by its type or an alias of it, or undefined when it is not there. */
  find(type: string, place: Place): string | undefined {
    const kind = serviceKind(type);
    for (const name of new Set([type, kind.type, ...kind.aliases])) {
      const endpoint = this.endpoints.find(
        (endpoint) =>
          endpoint.type === name &&
          endpoint.interface === place.interface &&
          (place.region === undefined || endpoint.region === place.region),
      );
      if (endpoint !== undefined) return endpoint.url;
    }
    return this.#fixed;
  }

  /** Regions in which the catalog has anything at all, sorted. */
  regions(): readonly string[] {
    return [...new Set(this.endpoints.flatMap(({ region }) => region ?? []))].sort();
  }

  /** True when the catalog names an endpoint at the origin of this URL. */
  covers(url: string): boolean {
    return URL.canParse(url) && this.#origins.has(new URL(url).origin);
  }
}

/** Reads the `catalog` of a Keystone v3 token; entries that make no sense are left out. */
export function parseCatalog(catalog: Value | undefined): Catalog {
  const endpoints = maps(catalog).flatMap((service) =>
    maps(own(service, 'endpoints')).flatMap((endpoint): CatalogEndpoint[] => {
      const type = own(service, 'type');
      const side = own(endpoint, 'interface');
      const url = own(endpoint, 'url');
      const region = own(endpoint, 'region_id') ?? own(endpoint, 'region');
      if (typeof type !== 'string' || typeof side !== 'string' || typeof url !== 'string') return [];
      return [{ type, interface: side, url, region: typeof region === 'string' ? region : undefined }];
    }),
  );
  return new Catalog(endpoints);
}

function maps(value: Value | undefined): ValueMap[] {
  return Array.isArray(value) ? value.filter(isMap) : [];
}
