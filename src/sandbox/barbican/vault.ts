import { Fault } from '../kernel/fault.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Collection } from '../kernel/state.ts';
import type { Container, Order, Owned, Secret } from './records.ts';

/** What is kept in Barbican, and the few steps that its routes share. */
export class Vault {
  readonly kernel: Kernel;
  readonly secrets: Collection<Secret>;
  readonly containers: Collection<Container>;
  readonly orders: Collection<Order>;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.secrets = kernel.state.collection('barbican.secrets');
    this.containers = kernel.state.collection('barbican.containers');
    this.orders = kernel.state.collection('barbican.orders');
  }

  /** The secret of an id. Throws a 404 where there is none, or it has expired. */
  secret(id: string): Secret {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) {
      throw new Fault(404, 'Not Found. Provided secret id is invalid.');
    }
    const found = this.secrets.get(id);
    if (found === undefined || this.isExpired(found)) throw new Fault(404, 'Secret not found.');
    return found;
  }

  isExpired({ expiresAt }: Secret): boolean {
    return expiresAt !== null && expiresAt <= this.kernel.clock.now();
  }

  /** Who makes something, where and when. */
  birth(caller: { readonly userId: string; readonly projectId?: string }): Owned {
    const now = this.kernel.clock.now();
    const { userId, projectId = '' } = caller;
    return { id: this.kernel.random.uuid(), projectId, creatorId: userId, createdAt: now, updatedAt: now };
  }
}

/** `2026-11-22T01:01:36` of milliseconds since the epoch. */
export function barbicanTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19);
}
