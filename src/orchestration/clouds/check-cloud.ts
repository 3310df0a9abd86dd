import type { Connection } from '../../clouds/types.ts';
import type { TemplateInput, Requester } from '../types.ts';
import { StackModel } from '../model/stack-model.ts';
import { CheckedClouds, NoWay } from '../preflight/checked-clouds.ts';
import { readQuotas } from '../preflight/quotas.ts';
import { withContainerFiles } from '../stacks/container-files.ts';
import type { ServicePorts } from '../stacks/ports.ts';
import { readNewTemplate } from '../stacks/read-input.ts';
import { problemsOf } from '../stacks/validate-model.ts';
import type { CloudReport } from './types.ts';

/** Catalog types of the services that resource types use. */
const SERVICES = [
  'identity',
  'key-manager',
  'compute',
  'network',
  'block-storage',
  'image',
  'object-store',
  'orchestration',
  'load-balancer',
  'dns',
  'messaging',
  'alarming',
  'workflow',
  'container-infrastructure-management',
  'shared-file-system',
  'placement',
  'baremetal',
];

/** Logs in to a registered cloud and says what there is, and what a template lacks there. Throws TemplateError for what is no template. */
export async function checkCloud(
  ports: ServicePorts,
  who: Requester,
  name: string,
  template: TemplateInput | undefined,
): Promise<CloudReport> {
  const { clock, delegation } = ports;
  const visits = {
    clock,
    visit: (asker: Requester, route: Parameters<typeof delegation.visit>[1]) => delegation.visit(asker, route),
  };
  const connection = await new CheckedClouds(visits, who).to([{ cloud: name }]);
  if (connection instanceof NoWay) {
    return { name, reason: connection.reason, roles: [], services: [], quotas: {}, problems: [] };
  }
  const problems =
    template === undefined
      ? []
      : await problemsOf(
          { ports, who, route: [{ cloud: name }] },
          StackModel.read(
            { id: 'None', name: 'dummy', projectId: who.projectId },
            readNewTemplate(await withContainerFiles(ports.limits, who, template)).source,
            ports.host,
          ),
        );
  return { name, ...(await lookAround(connection)), problems };
}

async function lookAround(connection: Connection): Promise<Omit<CloudReport, 'name' | 'problems'>> {
  const there = await Promise.all(SERVICES.map((service) => connection.has(service)));
  const services = SERVICES.filter((_, i) => there[i]);
  return {
    projectId: await connection.projectId(),
    roles: await connection.roles(),
    services,
    runsStacks: services.includes('orchestration') ? 'there' : 'here',
    quotas: Object.fromEntries(await readQuotas(connection)),
  };
}
