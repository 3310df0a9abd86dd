import type { Logger } from 'pino';
import { Clouds } from '../clouds/connect.ts';
import { Egress } from '../clouds/egress.ts';
import { systemResolver, UndiciTransport } from '../clouds/transport/undici.ts';
import type { Cloud, Transport } from '../clouds/types.ts';
import type { Clock, Random } from '../expressions/ports.ts';
import { ConfigError } from './config/error.ts';
import type { Config } from './config/schema.ts';

/** The guard on outgoing requests; the home cloud may be anywhere. Throws {@link ConfigError} for a network that cannot be read. */
export function makeEgress({ egress }: Config, home: Cloud, clock: Clock): Egress {
  const rules = {
    allow: egress.allow,
    allowHosts: egress.allow_hosts,
    denyPrivate: egress.deny_private,
    trustedClouds: [home.authUrl],
  };
  try {
    return new Egress(rules, systemResolver, clock);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ConfigError(`egress.allow: ${error.message}`, { cause: error });
  }
}

/** The way to all clouds. */
export function makeClouds(
  { clouds }: Config,
  parts: {
    readonly egress: Egress;
    readonly clock: Clock;
    readonly random: Random;
    readonly log: Logger;
    /** Default: over the network. */
    readonly transport?: ((cloud: Cloud) => Transport) | undefined;
  },
): Clouds {
  const { egress, clock, random, log, transport } = parts;
  return new Clouds({
    clock,
    random,
    egress,
    transport: transport ?? ((cloud) => new UndiciTransport(cloud, egress.forCloud(cloud.authUrl))),
    limits: {
      concurrency: clouds.concurrency,
      ratePerSecond: clouds.requests_per_second,
      retries: clouds.retries,
      timeoutMs: clouds.request_timeout * 1000,
      firstMs: clouds.poll_shortest * 1000,
      longestMs: clouds.poll_longest * 1000,
    },
    log: (entry) => log.debug(entry, 'cloud request'),
  });
}
