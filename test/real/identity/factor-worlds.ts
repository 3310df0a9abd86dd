import type { Value } from '../../../src/expressions/values.ts';
import { systemClock } from '../../../src/server/system.ts';
import { Client, dig, sandboxWorld, type Reply } from '../../contract/harness/index.ts';
import { messageOf } from '../../contract/harness/message.ts';
import { exchange } from '../../contract/harness/real-world.ts';
import type { FactorWorld } from './factors.ts';
import type { PrivateKeystone } from './private-keystone.ts';

/** The Keystone of a sandbox cloud. */
export async function sandboxFactors(): Promise<FactorWorld> {
  const world = sandboxWorld();
  return { admin: await world.as('admin'), clock: world.sandbox.clock };
}

/** A real one. */
export async function realFactors({ authUrl }: PrivateKeystone): Promise<FactorWorld> {
  const login = { authUrl, region: 'RegionOne', user: 'admin', password: 'secret', project: 'admin' };
  return { admin: await Client.logIn(exchange, login), clock: systemClock };
}

/** What a refusal says, without the receipt's text, and which factors it asks for, in an order that does not depend on chance. */
export function refusalIn(reply: Reply): { message?: string; required?: Value } {
  if (reply.status < 400) return {};
  const sets = dig(reply.body, 'required_auth_methods');
  const required = Array.isArray(sets) ? sets.map((set) => [...(set as string[])].sort()) : null;
  return { message: messageOf(reply).replace(/(auth receipt: )\S+/, '$1…'), required };
}
