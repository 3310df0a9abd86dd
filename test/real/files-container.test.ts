/**
 * Stacks whose files are in a container of a real object store. `ISOTHERM_REAL_CLOUDS` names a clouds.yaml with `east-demo`; the test
 * skips where that cloud has no object store.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { path } from '../../src/clouds/path.ts';
import { listContainer, readObject } from '../../src/clouds/services/swift.ts';
import type { Connection } from '../../src/clouds/types.ts';
import type { Value } from '../../src/expressions/values.ts';
import { systemRandom } from '../../src/server/system.ts';
import { User } from '../remote/support/user.ts';
import { RealClouds } from './support/real-clouds.ts';
import { makeRealServer, serviceAccess } from './support/real-server.ts';

const FILE = process.env['ISOTHERM_REAL_CLOUDS'];
if (FILE === undefined)
  process.stderr.write('ISOTHERM_REAL_CLOUDS is not set: no file is read from a real container\n');

const TEMPLATE: Value = {
  heat_template_version: '2018-08-31',
  parameters: { p: { type: 'string' } },
  resources: { inner: { type: 'dir/inner.yaml', properties: { p: { get_param: 'p' } } } },
  outputs: { said: { value: { get_attr: ['inner', 'said'] } } },
};
const INNER = `
heat_template_version: 2018-08-31
parameters: {p: {type: string}}
resources:
  v: {type: OS::Heat::Value, properties: {value: {list_join: [' ', [{get_param: p}, {get_file: 'ü ?.txt'}]]}}}
outputs: {said: {value: {get_attr: [v, value]}}}
`;
const FILES = { 'dir/inner.yaml': INNER, 'ü ?.txt': 'one', 'env.yaml': 'parameters: {p: hello}', empty: '' };

describe.skipIf(FILE === undefined)('files in a real container', { timeout: 240_000 }, () => {
  const container = `isotherm-test-${systemRandom.uuid()}`;
  let clouds: RealClouds;
  let east: Connection;
  let lacking: string | undefined;

  const store = () => east.service('object-store');
  const put = (name: string, text: string) => store().raw('PUT', path`/${container}/${name}`, text);

  beforeAll(async () => {
    clouds = await RealClouds.read(FILE!, ['east-demo']);
    east = await clouds.connect('east-demo');
    if (!(await east.has('object-store'))) {
      lacking = 'The cloud has no object store';
      process.stderr.write(`!!! ${lacking}: no file is read from a real container !!!\n`);
      return;
    }
    await store().raw('PUT', path`/${container}`, undefined);
    clouds.atEnd(() => store().delete(path`/${container}`));
    for (const [name, text] of Object.entries(FILES)) {
      await put(name, text);
      clouds.atEnd(() => store().delete(path`/${container}/${name}`));
    }
  });
  afterAll(() => clouds?.close());

  it('are listed and read', async ({ skip }) => {
    if (lacking !== undefined) skip(lacking);
    const names = Object.keys(FILES).toSorted();
    const listing = await listContainer(east, container, 100);
    expect(listing.names).toEqual(names);
    expect((await listContainer(east, container, 2)).names).toEqual(names.slice(0, 3));
    for (const [name, text] of Object.entries(FILES)) {
      expect(new TextDecoder().decode(await readObject(east, container, name, 1000)), name).toBe(text);
    }
    expect(await readObject(east, container, 'dir/inner.yaml', 5)).toHaveLength(5);
    await expect(listContainer(east, `${container}-none`, 100)).rejects.toMatchObject({ code: 'NotFound' });
  });

  it('make stacks', async ({ skip }) => {
    if (lacking !== undefined) skip(lacking);
    const made = await makeRealServer('east', serviceAccess(clouds.access('east-demo')));
    try {
      const user = new User(made.server, east, (ms) => sleep(ms));
      await made.server.start();
      const more = { files_container: container, environment_files: ['env.yaml'], files: {} };
      const validated = await user.ask('POST', '/validate', { template: TEMPLATE, ...more });
      expect([validated.status, validated.body['Environment']]).toMatchObject([200, { parameters: { p: 'hello' } }]);
      const id = await user.create(container, TEMPLATE, more);
      const outputs = [{ output_key: 'said', output_value: 'hello one' }];
      expect(await user.ended(container, id)).toMatchObject({ stack_status: 'CREATE_COMPLETE', outputs });
      await put('ü ?.txt', 'two');
      await user.update(container, id, TEMPLATE, more);
      const changed = [{ output_key: 'said', output_value: 'hello two' }];
      expect(await user.ended(container, id)).toMatchObject({ stack_status: 'UPDATE_COMPLETE', outputs: changed });
      const none = { stack_name: 'none', template: TEMPLATE, ...more, files_container: `${container}-none` };
      expect(await user.ask('POST', '/stacks/preview', none)).toMatchObject({
        status: 404,
        body: { error: { type: 'NotFound', message: expect.stringContaining('The resource could not be found.') } },
      });
      expect(await user.remove(container, id)).toMatchObject({ stack_status: 'DELETE_COMPLETE' });
    } finally {
      await made.stop();
    }
  });
});
