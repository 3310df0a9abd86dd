import { ApiFault } from '../faults/fault.ts';
import { ok } from '../http/call.ts';
import type { Route } from '../http/route.ts';
import type { Parts } from './parts.ts';
import { serviceBody } from './views/service.ts';

/** What runs here: the revision and the engines. */
export function installationRoutes({ orchestration, revision }: Parts): Route[] {
  return [
    {
      method: 'GET',
      path: '/build_info',
      rule: 'build_info:build_info',
      handle: () => ok({ api: { revision }, engine: { revision } }),
    },
    {
      method: 'GET',
      path: '/services',
      rule: 'service:index',
      async handle() {
        const engines = await orchestration.services();
        if (engines.length === 0) throw new ApiFault('HTTPServiceUnavailable', 'All heat engines are down.');
        return ok({ services: engines.map(serviceBody) });
      },
    },
  ];
}
