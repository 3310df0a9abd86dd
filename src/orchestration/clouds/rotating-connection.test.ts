import { describe, expect, it } from 'vitest';
import { CloudError } from '../../clouds/errors.ts';
import type { Connection, ServiceClient } from '../../clouds/types.ts';
import { RotatingConnection } from './rotating-connection.ts';

const refused = new CloudError('The request you have made requires authentication.', {
  cloud: 'west',
  code: 'LoginFailed',
});

/** A connection that gives its name, or fails. */
function connection(name: string, error?: Error): Connection {
  const answer = async (): Promise<string> => {
    if (error !== undefined) throw error;
    return name;
  };
  const service = { type: 'compute', get: answer } as unknown as ServiceClient;
  return { cloud: { name, authUrl: 'http://k' }, token: answer, service: () => service } as unknown as Connection;
}

describe('a connection whose credential may change', () => {
  it('goes on with another one where the login is refused, looked up once for all who wait', async () => {
    const all = [connection('a', refused), connection('b')];
    let asked = 0;
    const rotating = await RotatingConnection.open(async () => all[asked++]!);
    const compute = rotating.service('compute');
    expect(await Promise.all([rotating.token(), compute.get('/'), compute.get('/')])).toEqual(['b', 'b', 'b']);
    expect(asked).toBe(2);
    expect(rotating.cloud.name).toBe('b');
  });

  it('goes on as often as there is another one', async () => {
    const all = [connection('a', refused), connection('b', refused), connection('c')];
    const rotating = await RotatingConnection.open(async () => all.shift()!);
    expect(await rotating.token()).toBe('c');
  });

  it('is refused where there is no other one', async () => {
    const only = connection('a', refused);
    const rotating = await RotatingConnection.open(async () => only);
    await expect(rotating.token()).rejects.toBe(refused);
  });

  it('says what is wrong with the one that would come next', async () => {
    const steps = [async () => connection('a', refused), () => Promise.reject(new Error('the secret is gone'))];
    const rotating = await RotatingConnection.open(() => steps.shift()!());
    await expect(rotating.token()).rejects.toThrow('the secret is gone');
  });

  it('leaves any other failure as it is', async () => {
    const busy = new CloudError('busy', { cloud: 'west', code: 'ServerError' });
    const all = [connection('a', busy), connection('b')];
    const rotating = await RotatingConnection.open(async () => all.shift()!);
    await expect(rotating.token()).rejects.toBe(busy);
  });
});
