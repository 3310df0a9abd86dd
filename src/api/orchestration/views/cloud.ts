import type { CloudReport, CloudView } from '../../../orchestration/clouds/types.ts';
import { problemBody } from '../../faults/fault.ts';
import { time } from './times.ts';

/** A registered cloud; its credential is never shown. */
export function cloudBody(cloud: CloudView): unknown {
  return {
    name: cloud.name,
    auth_url: cloud.authUrl ?? null,
    auth_type: cloud.authType ?? null,
    region_name: cloud.region ?? null,
    interface: cloud.interface ?? null,
    insecure: cloud.insecure,
    has_ca_cert: cloud.hasCaCert,
    credential_secret_id: cloud.secretId ?? null,
    created_at: time(cloud.createdAt),
  };
}

/** What a look at a cloud found. */
export function reportBody(report: CloudReport): unknown {
  return {
    name: report.name,
    usable: report.reason === undefined,
    reason: report.reason ?? null,
    project_id: report.projectId ?? null,
    roles: report.roles,
    services: report.services,
    runs_stacks: report.runsStacks ?? null,
    quotas: report.quotas,
    problems: report.problems.map(problemBody),
  };
}
