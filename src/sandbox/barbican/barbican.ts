import { Fault, statusTitle } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { Service } from '../kernel/service.ts';
import { addAclRoutes } from './acls.ts';
import { addContainerRoutes } from './containers.ts';
import { addOrderRoutes } from './orders.ts';
import { addSecretRoutes } from './secrets.ts';
import { Vault } from './vault.ts';

const UNLIMITED = { secrets: -1, orders: -1, containers: -1, consumers: -1, cas: -1 };

/** Builds Barbican v1, the key manager, on what the kernel remembers. */
export function createBarbican(kernel: Kernel): { readonly service: Service; readonly vault: Vault } {
  const vault = new Vault(kernel);
  const service = new Service({
    name: 'barbican',
    mount: '/key-manager',
    fault: ({ status, message }) => refusal(status, message),
    noRoute: (_call, allowed) => {
      const [status, headers] = allowed.length > 0 ? [405, { allow: allowed.join(', ') }] : [404, undefined];
      return { ...refusal(status, ''), ...(headers && { headers }) };
    },
    headers: (call) => ({ 'openstack-api-version': microversion(call.headers), vary: 'openstack-api-version' }),
    overQuota: (resource) => new Fault(403, `Quota reached for project. Only 0 ${resource} are allowed`),
  });
  service
    .route('GET', '/', (call) => versions(call.serviceUrl), { auth: false })
    .route('GET', '/v1', (call) => ({ status: 200, body: { version: version(call.serviceUrl) } }))
    .route('GET', '/v1/quotas', () => ({ status: 200, body: { quotas: UNLIMITED } }))
    .route('GET', '/v1/secret-stores', () => {
      throw new Fault(404, 'Not Found. Multiple backends support is not enabled in service configuration.');
    });
  addSecretRoutes(service, vault);
  addContainerRoutes(service, vault);
  addOrderRoutes(service, vault);
  addAclRoutes(service, vault);
  return { service, vault };
}

function microversion(headers: Readonly<Record<string, string>>): string {
  return `key-manager ${/key-manager 1\.1/.test(headers['openstack-api-version'] ?? '') ? '1.1' : '1.0'}`;
}

function refusal(status: number, description: string): Answer {
  return { status, body: { code: status, title: statusTitle(status), description } };
}

function versions(url: string): Answer {
  return { status: 300, body: { versions: { values: [version(url)] } } };
}

function version(url: string): Record<string, unknown> {
  return {
    id: 'v1',
    status: 'stable',
    links: [
      { rel: 'self', href: `${url}/v1/` },
      { rel: 'describedby', type: 'text/html', href: 'https://docs.openstack.org/' },
    ],
    'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.key-manager-v1+json' }],
  };
}
