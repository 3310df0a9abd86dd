/** Who may leave the certificate of another cloud unverified: the operator's policy says. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Value, ValueMap } from '../../src/expressions/values.ts';
import { ManyClouds } from './support/many-clouds.ts';
import { messageOf, type User } from './support/user.ts';

const CHILD = 'heat_template_version: 2018-08-31\nresources: {n: {type: OS::Neutron::Net}}';

describe('an insecure cloud, where policy wants a role', () => {
  let world: ManyClouds;
  let folder: string;
  let user: User;
  let admin: User;

  beforeEach(async () => {
    world = new ManyClouds();
    folder = mkdtempSync(join(tmpdir(), 'isotherm-policy-'));
    const policyFile = join(folder, 'policy.yaml');
    writeFileSync(policyFile, '"clouds:insecure": "role:admin"\n');
    world.cloud('east');
    world.cloud('west');
    const place = await world.server('east', { policyFile });
    await world.run(async () => {
      user = await world.user(place, 'east');
      admin = await world.user(place, 'east', 'admin');
    });
  });
  afterEach(async () => {
    await world.close();
    rmSync(folder, { recursive: true });
  });

  const parent = (context: Value): Value => ({
    heat_template_version: '2018-08-31',
    resources: {
      hidden: { type: 'OS::Heat::Value', properties: { value: true, type: 'boolean' } },
      there: { type: 'OS::Heat::Stack', properties: { context, template: CHILD } },
    },
  });
  const context = async (who: string, insecure: Value): Promise<ValueMap> => ({
    credential_secret_id: await world.secret('east', world.credential('west'), who),
    insecure,
  });
  const tried = async (who: User, template: Value): Promise<string> => {
    const answer = await who.ask('POST', '/stacks', { stack_name: 's', template });
    if (answer.status !== 201) return messageOf(answer);
    const stack = await who.ended('s', String((answer.body['stack'] as ValueMap)['id']));
    return `${String(stack['stack_status'])}: ${String(stack['stack_status_reason'])}`;
  };

  it('is refused to those who do not have it, before anything is made', async () => {
    await world.run(async () => {
      expect(await tried(user, parent(await context('demo', true)))).toMatch(/^400 .*clouds:insecure\) does not allow/);
      expect(await tried(user, parent(await context('demo', false)))).toMatch(/^CREATE_COMPLETE/);
    });
  });

  it('is refused when a stack is made, where it could not be seen before', async () => {
    await world.run(async () => {
      const template = parent(await context('demo', { get_attr: ['hidden', 'value'] }));
      expect(await tried(user, template)).toMatch(/^CREATE_FAILED: .*clouds:insecure\) does not allow/);
    });
  });

  it('is for those who have it', async () => {
    await world.run(async () => {
      expect(await tried(admin, parent(await context('admin', true)))).toMatch(/^CREATE_COMPLETE/);
    });
  });

  it('may be registered by those who have it only', async () => {
    await world.run(async () => {
      const body = { name: 'west', ...world.credential('west'), insecure: true };
      expect(messageOf(await user.ask('POST', '/clouds', body))).toMatch(/^403 Forbidden: .*clouds:insecure\)/);
      expect((await admin.ask('POST', '/clouds', body)).status).toBe(201);
    });
  });
});
