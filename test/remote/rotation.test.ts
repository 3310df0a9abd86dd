/** A credential that is replaced while an operation uses it, and stops working in its midst. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ValueMap } from '../../src/expressions/values.ts';
import { ManyClouds } from './support/many-clouds.ts';
import { mapAt, outputsOf, type User } from './support/user.ts';
import { parent } from './support/remote-parent.ts';

const NEW_PASSWORD = 'another one';

describe.each([
  ['by its own orchestration service', true, /\/orchestration\/v1\/\w+\/stacks$/, 'GET'],
  ['by this engine', false, /\/servers$/, 'POST'],
] as const)('a stack on another cloud, run %s, whose credential changes', (_name, hasOrchestration, path, method) => {
  let world: ManyClouds;
  let user: User;
  /** The host that gets the request in whose moment things happen. */
  const host = hasOrchestration ? 'http://10.1.0.9' : 'http://10.0.0.2';

  beforeEach(async () => {
    world = new ManyClouds();
    world.cloud('east');
    const url = 'http://10.1.0.9/orchestration/v1/%(project_id)s';
    world.cloud('west', hasOrchestration ? { extraCatalog: [{ type: 'orchestration', name: 'heat', url }] } : {});
    await world.run(async () => {
      const east = await world.server('east');
      if (hasOrchestration) await world.server('west', { tokenCacheSeconds: 0 }, 'http://10.1.0.9');
      user = await world.user(east, 'east');
    });
  });
  afterEach(() => world.close());

  /** From now on demo's old password and all tokens that it gave are worth nothing. */
  async function changePassword(): Promise<ValueMap> {
    const admin = (await world.connect('west', world.password('admin', 'admin'))).service('identity');
    const { users } = (await admin.get('/users', { query: { name: 'demo' } })) as { users: ValueMap[] };
    await admin.patch(`/users/${String(users[0]!['id'])}`, { user: { password: NEW_PASSWORD } });
    const { auth, ...credential } = world.credential('west');
    return { ...credential, auth: { ...(auth as ValueMap), password: NEW_PASSWORD } };
  }
  const serversOnWest = (): Promise<string[]> => world.serversOn('west', 'demo', NEW_PASSWORD);
  const state = (stack: ValueMap): string => `${String(stack['stack_status'])} ${String(stack['stack_status_reason'])}`;

  it('goes on with what its secret holds by then', async () => {
    await world.run(async () => {
      const secret = await world.secret('east', world.credential('west'));
      const changed = world.once(host, method, path, async () =>
        world.otherPayload('east', secret, await world.secret('east', await changePassword())),
      );
      const id = await user.create('s', parent({ there: { credential_secret_id: secret } }, 'one'));
      const made = await user.ended('s', id);
      expect(changed.done).toBe(true);
      expect(state(made)).toBe('CREATE_COMPLETE Stack CREATE completed successfully');
      expect(outputsOf(made)).toEqual({ there: 'one' });
      expect(await serversOnWest()).toHaveLength(1);

      await user.update('s', id, parent({ there: { credential_secret_id: secret } }, 'two'));
      expect((await user.ended('s', id))['stack_status']).toBe('UPDATE_COMPLETE');
      expect((await user.remove('s', id))['stack_status']).toBe('DELETE_COMPLETE');
      expect(await serversOnWest()).toEqual([]);
    });
  });

  it('goes on with what its cloud is registered with by then', async () => {
    await world.run(async () => {
      await user.ask('POST', '/clouds', { name: 'west', ...world.credential('west') });
      const changed = world.once(host, method, path, async () => {
        await user.ask('PUT', '/clouds/west', { name: 'west', ...(await changePassword()) });
      });
      const template = parent({ there: {} }, 'one', { 'isotherm:cloud': 'west' });
      const id = await user.create('s', template);
      const made = await user.ended('s', id);
      expect(changed.done).toBe(true);
      expect(state(made)).toBe('CREATE_COMPLETE Stack CREATE completed successfully');
      expect(await serversOnWest()).toHaveLength(1);
      expect((await user.remove('s', id))['stack_status']).toBe('DELETE_COMPLETE');
      expect(await serversOnWest()).toEqual([]);
    });
  });

  it('is taken up by an update that names another secret, though the old one is gone', async () => {
    await world.run(async () => {
      const secret = await world.secret('east', world.credential('west'));
      const changed = world.once(host, method, path, async () => {
        const other = await world.secret('east', await changePassword());
        const keys = (await world.connect('east', world.password('demo', 'demo'))).service('key-manager');
        await keys.delete(`/secrets/${secret}`);
        const { stacks } = (await user.ask('GET', '/stacks')).body as { stacks: ValueMap[] };
        await user.update('s', String(stacks[0]!['id']), parent({ there: { credential_secret_id: other } }, 'one'));
      });
      const id = await user.create('s', parent({ there: { credential_secret_id: secret } }, 'one'));
      const made = await user.ended('s', id);
      expect(changed.done).toBe(true);
      expect(state(made)).toBe('UPDATE_COMPLETE Stack UPDATE completed successfully');
      expect(await serversOnWest()).toHaveLength(1);
      expect((await user.remove('s', id))['stack_status']).toBe('DELETE_COMPLETE');
      expect(await serversOnWest()).toEqual([]);
    });
  });

  it('fails with the reason of the cloud where the secret holds no other, and with that of the key manager where it is gone', async () => {
    await world.run(async () => {
      const secret = await world.secret('east', world.credential('west'));
      world.once(host, method, path, async () => void (await changePassword()));
      const id = await user.create('s', parent({ there: { credential_secret_id: secret } }, 'one'));
      expect(state(await user.ended('s', id))).toContain(
        'LoginFailed: resources.there' + (hasOrchestration ? '' : '.resources.server') + ': The request you have made',
      );
      const keys = (await world.connect('east', world.password('demo', 'demo'))).service('key-manager');
      await keys.delete(`/secrets/${secret}`);
      expect(state(await user.remove('s', id))).toContain(`The credential secret ${secret} could not be found`);
    });
  });
});

describe('an application credential', () => {
  it('may be deleted in the midst of an operation once another is in its place', async () => {
    const world = new ManyClouds();
    world.cloud('east');
    world.cloud('west');
    await world.run(async () => {
      const user = await world.user(await world.server('east'), 'east');
      const demo = await world.connect('west', world.password('demo', 'demo'));
      const own = `/users/${await demo.userId()}/application_credentials`;
      const give = async (name: string): Promise<{ id: string; credential: ValueMap }> => {
        const answer = await demo.service('identity').post(own, { application_credential: { name, secret: 'sesame' } });
        const id = String(mapAt(answer as ValueMap, 'application_credential')['id']);
        const login = { application_credential_id: id, application_credential_secret: 'sesame' };
        const auth = { auth_url: world.keystone('west'), ...login };
        return { id, credential: { auth_type: 'v3applicationcredential', auth } };
      };
      const first = await give('first');
      await user.ask('POST', '/clouds', { name: 'west', ...first.credential });
      const changed = world.once('http://10.0.0.2', 'POST', /\/servers$/, async () => {
        await user.ask('PUT', '/clouds/west', { name: 'west', ...(await give('second')).credential });
        await demo.service('identity').delete(`${own}/${first.id}`);
      });
      const id = await user.create('s', parent({ there: {} }, 'one', { 'isotherm:cloud': 'west' }));
      const made = await user.ended('s', id);
      expect(changed.done).toBe(true);
      expect(`${String(made['stack_status'])} ${String(made['stack_status_reason'])}`).toContain('CREATE_COMPLETE');
      expect(await world.serversOn('west')).toHaveLength(1);
    });
    await world.close();
  });
});
