import type { Service } from '../kernel/service.ts';

/** Adds the version documents; only the first answers without a token, as Neutron's does. */
export function addDiscovery(service: Service): void {
  service.route(
    'GET',
    '/',
    ({ serviceUrl }) => {
      const links = [{ rel: 'self', href: `${serviceUrl}/v2.0/` }];
      return { status: 200, body: { versions: [{ id: 'v2.0', status: 'CURRENT', links }] } };
    },
    { auth: false },
  );
  service.route('GET', '/v2.0', ({ serviceUrl }) => {
    const resources = ['network', 'subnet', 'subnetpool', 'port'].map((name) => ({
      name,
      collection: `${name}s`,
      links: [{ rel: 'self', href: `${serviceUrl}/v2.0/${name}s` }],
    }));
    return { status: 200, body: { resources } };
  });
}
