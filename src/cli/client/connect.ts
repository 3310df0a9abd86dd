import { Clouds } from '../../clouds/connect.ts';
import type { CloudAccess } from '../../clouds/credential-secret.ts';
import { Egress } from '../../clouds/egress.ts';
import { systemResolver, UndiciTransport } from '../../clouds/transport/undici.ts';
import type { Connection } from '../../clouds/types.ts';
import { systemClock, systemRandom } from '../../server/system.ts';

/** Logs a command in to a cloud that its user named, runs it, and lets go of the cloud. */
export async function withCloud<T>(
  { cloud, credential }: CloudAccess,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const egress = new Egress({ trustedClouds: [cloud.authUrl] }, systemResolver, systemClock);
  const clouds = new Clouds({
    clock: systemClock,
    random: systemRandom,
    egress,
    transport: (to) => new UndiciTransport(to, egress.forCloud(to.authUrl)),
  });
  try {
    return await work(await clouds.connect(cloud, credential));
  } finally {
    await clouds.close();
  }
}
