import type { Directory } from './directory.ts';

/** The catalog as a token of the project shows it (keystone/catalog/backends/sql.py: endpoints that need a project drop out without one). */
export function catalogOf(directory: Directory, userId: string, projectId: string | undefined): unknown[] {
  const endpoints = [...directory.endpoints.values()];
  return directory.services
    .filter((service) => service.enabled)
    .map((service) => ({
      endpoints: endpoints
        .filter((endpoint) => endpoint.service_id === service.id && endpoint.enabled)
        .flatMap(({ id, interface: face, region_id, url }) => {
          const filled = fill(url, userId, projectId);
          return filled === undefined ? [] : [{ id, interface: face, region_id, url: filled, region: region_id }];
        }),
      id: service.id,
      type: service.type,
      name: service.name ?? '',
    }));
}

function fill(url: string, userId: string, projectId: string | undefined): string | undefined {
  const values: Record<string, string | undefined> = { project_id: projectId, tenant_id: projectId, user_id: userId };
  let complete = true;
  const filled = url.replaceAll(/[%$]\((\w+)\)s?/g, (_all, name: string) => {
    if (values[name] === undefined) complete = false;
    return values[name] ?? '';
  });
  return complete ? filled : undefined;
}
