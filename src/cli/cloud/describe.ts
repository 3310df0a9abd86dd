import type { CloudCheck, RegisteredCloud } from '../client/clouds.ts';
import { printable } from '../progress/printable.ts';

/** Clouds for a terminal, a line each. */
export function describeClouds(clouds: readonly RegisteredCloud[]): string {
  if (clouds.length === 0) return 'No cloud is registered. See: isotherm cloud add --help';
  const rows = clouds.map(({ name, authUrl, authType, region, credential, trust }) => [
    name,
    authUrl || '(in the secret)',
    authType || '-',
    region || '-',
    trust,
    credential,
  ]);
  return table([['NAME', 'KEYSTONE', 'LOGIN', 'REGION', 'TRUST', 'CREDENTIAL'], ...rows]);
}

/** What a look at a cloud found. */
export function describeCheck(name: string, check: CloudCheck): string {
  if (!check.usable) return `Cloud ${name} cannot be used: ${printable(check.reason)}`;
  const runs =
    check.runsStacks === 'there' ? 'by its own orchestration service' : 'from here: it has no orchestration service';
  const limits = check.quotas.map(({ what, limit, used }) => `  ${what}: ${used} of ${limit} used`);
  const lines = [
    `Cloud ${name} can be used.`,
    `  project ${check.projectId}, roles ${check.roles.join(', ') || 'none'}`,
    `  services ${check.services.join(', ')}`,
    `  stacks are run ${runs}`,
    ...(limits.length === 0 ? [] : ['Limited quotas:', ...limits]),
    ...(check.problems.length === 0 ? [] : ['The template lacks there:']),
    ...check.problems.map(({ place, message }) => `  ${place === '' ? '' : `${place}: `}${printable(message)}`),
  ];
  return lines.join('\n');
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => printable(row[column]!).length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => printable(cell).padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
