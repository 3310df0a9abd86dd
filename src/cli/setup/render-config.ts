import { dump } from 'js-yaml';
import type { CloudAccess } from '../../clouds/credential-secret.ts';
import type { SetupPlan } from './plan.ts';

/** The text of a configuration that runs the server on what was set up. The password stays in its file. */
export function renderConfig(plan: SetupPlan, { cloud }: CloudAccess): string {
  const { password: _password, ...auth } = plan.service.credential.auth;
  const { port } = new URL(plan.url);
  return dump(
    {
      listen: { host: '127.0.0.1', ...(port !== '' && { port: Number(port) }) },
      public_url: plan.url,
      home: {
        name: cloud.name.replace(/-admin$/, ''),
        auth_url: cloud.authUrl,
        ...(cloud.region !== undefined && { region: cloud.region }),
        ...(cloud.interface !== undefined && { interface: cloud.interface }),
        ...(cloud.caCert !== undefined && { ca_cert: cloud.caCert }),
        ...(cloud.insecure === true && { insecure: true }),
        auth,
        password_file: plan.passwordFile,
      },
    },
    { lineWidth: -1 },
  ).trimEnd();
}
