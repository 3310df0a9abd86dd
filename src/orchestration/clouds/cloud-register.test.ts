import { describe, expect, it } from 'vitest';
import { Secret } from '../../clouds/secret.ts';
import { ResourceError } from '../../resources/contract.ts';
import type { CloudRecord } from '../../storage/types.ts';
import { StoredClouds } from './cloud-register.ts';

const record = (secretId: string): CloudRecord => ({
  id: 'i',
  projectId: 'p',
  name: 'west',
  place: {},
  secretId,
  ownsSecret: true,
  sealed: null,
  createdAt: 0,
});
const credential = (user: string): Secret =>
  new Secret(
    JSON.stringify({ auth_type: 'v3password', auth: { auth_url: 'http://k/v3', user_id: user, password: 'x' } }),
  );

describe('the register of clouds', () => {
  const found = [record('old'), record('new')];
  let asked = 0;
  const store = { cloud: async () => found[Math.min(asked++, found.length - 1)] };
  const clouds = new StoredClouds(store, { unseal: () => '' });

  it('reads the other secret where the first went away while it was read', async () => {
    const held: Record<string, Secret> = { new: credential('second') };
    const secret = async (id: string): Promise<Secret> => {
      const text = held[id];
      if (text === undefined) throw new ResourceError('NotFound', `no ${id}`);
      return text;
    };
    expect((await clouds.access('p', 'west', secret)).credential.auth['user_id']).toBe('second');
  });

  it('says what is wrong with the one that it names', async () => {
    const gone = (id: string): Promise<Secret> => Promise.reject(new ResourceError('NotFound', `no ${id}`));
    await expect(clouds.access('p', 'west', gone)).rejects.toThrow('no new');
  });
});
