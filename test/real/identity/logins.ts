import { setTimeout as sleep } from 'node:timers/promises';
import { Clouds } from '../../../src/clouds/connect.ts';
import { Egress, type EgressRules } from '../../../src/clouds/egress.ts';
import { isCloudError, type CloudError } from '../../../src/clouds/errors.ts';
import { TEST_CA } from '../../../src/clouds/testing/certificates.ts';
import { systemResolver, UndiciTransport } from '../../../src/clouds/transport/undici.ts';
import type { Cloud, Connection, Credential } from '../../../src/clouds/types.ts';
import type { Clock } from '../../../src/expressions/ports.ts';
import { systemRandom } from '../../../src/server/system.ts';

/** The system's time, which can be put forward. */
export class MovableClock implements Clock {
  #ahead = 0;

  now(): number {
    return Date.now() + this.#ahead;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return sleep(ms, undefined, { signal });
  }

  forward(ms: number): void {
    this.#ahead += ms;
  }
}

type Trust = Pick<Cloud, 'caCert' | 'insecure'>;

/** Connections to one cloud by our own cloud client. */
export class Logins {
  readonly clock = new MovableClock();
  readonly cloud: Cloud;
  readonly #clouds: Clouds;

  /** Trusts the test's authority and lets requests go to loopback, unless told otherwise. */
  constructor(authUrl: string, rules: EgressRules = { allow: ['127.0.0.1/32'] }, trust: Trust = { caCert: TEST_CA }) {
    this.cloud = { name: 'private', authUrl, ...trust };
    const egress = new Egress(rules, systemResolver, this.clock);
    this.#clouds = new Clouds({
      clock: this.clock,
      random: systemRandom,
      egress,
      transport: (cloud) => new UndiciTransport(cloud, egress.forCloud(cloud.authUrl)),
      limits: { retries: 0 },
    });
  }

  connect(credential: Credential): Promise<Connection> {
    return this.#clouds.connect(this.cloud, credential);
  }

  /** What a login is refused with. Throws when it is not refused. */
  async refusal(credential: Credential): Promise<CloudError> {
    try {
      await (await this.connect(credential)).token();
    } catch (error) {
      if (isCloudError(error)) return error;
      throw error;
    }
    throw new Error('The login was not refused');
  }

  close(): Promise<void> {
    return this.#clouds.close();
  }
}
