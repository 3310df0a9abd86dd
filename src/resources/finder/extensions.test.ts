import { expect, it } from 'vitest';
import type { Connection } from '../../clouds/types.ts';
import { CloudFinder } from '../finder.ts';
import { lackOfExtension } from './extensions.ts';

it('asks a service once for all extensions that are wanted at a time', async () => {
  const asked: string[] = [];
  const get = (path: string) => {
    asked.push(path);
    return Promise.resolve({ extensions: [{ alias: 'trunk' }, { alias: 'qos' }] });
  };
  const connection = { service: () => ({ get }) } as unknown as Connection;
  const finder = new CloudFinder(connection, { now: () => 0, sleep: () => Promise.resolve() });
  const lack = (alias: string): Promise<string | undefined> => lackOfExtension(finder, 'network', alias);
  expect(await Promise.all([lack('trunk'), lack('qos'), lack('segment')])).toEqual([
    undefined,
    undefined,
    'Required extension segment in network service is not available.',
  ]);
  expect(await lack('trunk')).toBeUndefined();
  expect(asked).toEqual(['/extensions']);
});
