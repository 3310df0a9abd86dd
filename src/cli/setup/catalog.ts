import { textAt } from '../client/read.ts';
import { UserError } from '../user-error.ts';
import { ENDPOINT, SERVICE, type KeystoneState } from './keystone.ts';

/** How the service is to stand in the catalog. */
export interface CatalogWish {
  readonly type: string;
  readonly name: string;
  /** The endpoint's URL, the same for all interfaces. */
  readonly url: string;
  readonly region: string;
  /** Takes the endpoints of another program's service over. */
  readonly replace: boolean;
}

const INTERFACES = ['public', 'internal', 'admin'];

/**
 * Looks at the catalog; the result brings it into the wished state. Throws {@link UserError} when another program has the service
 * type already and may not be replaced.
 */
export async function prepareCatalog(keystone: KeystoneState, wish: CatalogWish): Promise<() => Promise<void>> {
  const { type, name, replace } = wish;
  const services = await keystone.list(SERVICE, { type });
  const ours = services.find((service) => textAt(service, 'name') === name);
  const other = services.find((service) => textAt(service, 'name') !== name);
  if (ours === undefined && other !== undefined && !replace) {
    throw new UserError(
      `The catalog has a service of type ${type} already: ${textAt(other, 'name')}. Nothing was changed. Either list this one under ` +
        'a type of its own (--service-type NAME), or have it take the endpoints of the other one over (--replace-endpoint); the ' +
        'old URLs are printed, so that it can be undone.',
    );
  }
  const known = ours ?? other;
  return async () => {
    const id = known === undefined ? undefined : textAt(known, 'id');
    const what = `service ${known === undefined ? name : textAt(known, 'name')} (${type})`;
    if (id !== undefined) keystone.keep(what);
    const more = { description: 'Orchestration of many OpenStack clouds' };
    await prepareEndpoints(keystone, wish, id ?? (await keystone.create(SERVICE, what, { type, name, ...more })));
  };
}

async function prepareEndpoints(
  keystone: KeystoneState,
  wish: CatalogWish,
  serviceId: string | undefined,
): Promise<void> {
  const { url, region } = wish;
  const there =
    serviceId === undefined ? [] : await keystone.list(ENDPOINT, { service_id: serviceId, region_id: region });
  for (const face of INTERFACES) {
    const known = there.find((endpoint) => textAt(endpoint, 'interface') === face);
    const what = `endpoint ${face} ${url}`;
    if (known === undefined) {
      const body = {
        interface: face,
        url,
        region_id: region,
        ...(serviceId !== undefined && { service_id: serviceId }),
      };
      await keystone.create(ENDPOINT, what, body);
    } else if (textAt(known, 'url') === url) keystone.keep(what);
    else await keystone.change(ENDPOINT, textAt(known, 'id'), `${what} (was ${textAt(known, 'url')})`, { url });
  }
}
