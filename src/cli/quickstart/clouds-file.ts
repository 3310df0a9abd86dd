import { chmod, writeFile } from 'node:fs/promises';
import { keystoneUrl, SANDBOX_PASSWORD } from './sandbox-clouds.ts';

/** Writes the clouds.yaml for the sandbox clouds, readable by its owner only: for each a user's entry and an administrator's. */
export async function writeCloudsFile(file: string, clouds: readonly { name: string; port: number }[]): Promise<void> {
  const entries = clouds.flatMap(({ name, port }) => [
    entry(name, port, 'demo'),
    entry(`${name}-admin`, port, 'admin'),
  ]);
  await writeFile(file, `clouds:\n${entries.join('')}`, { mode: 0o600 });
  // The mode above counts only for a file that was not there.
  await chmod(file, 0o600);
}

function entry(name: string, port: number, user: string): string {
  return `  ${name}:
    auth:
      auth_url: ${keystoneUrl(port)}
      username: ${user}
      password: ${SANDBOX_PASSWORD}
      project_name: ${user}
      user_domain_name: Default
      project_domain_name: Default
    region_name: RegionOne
    identity_api_version: 3
`;
}
