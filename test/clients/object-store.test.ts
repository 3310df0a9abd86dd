/** The ordinary OpenStack client against the quickstart's object store, and stacks whose files are in it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasOpenstackClient, openstack, openstackJson, type Answer } from './support/openstack.ts';
import { Quickstart } from './support/quickstart.ts';

const FILES = {
  'root.yaml': `
heat_template_version: 2018-08-31
parameters: {greeting: {type: string}}
resources:
  inner: {type: inner.yaml, properties: {text: {get_param: greeting}}}
outputs:
  said: {value: {get_attr: [inner, said]}}
`,
  'inner.yaml': `
heat_template_version: 2018-08-31
parameters: {text: {type: string}}
resources:
  value: {type: OS::Heat::Value, properties: {value: {list_join: [' ', [{get_param: text}, {get_file: name.txt}]]}}}
outputs:
  said: {value: {get_attr: [value, value]}}
`,
  'name.txt': 'world',
  'env.yaml': 'parameters: {greeting: hello}\n',
};
type Row = Record<string, unknown>;

describe.skipIf(!hasOpenstackClient())('the openstack client and the object store', () => {
  const quickstart = new Quickstart(17_850, ['--no-demo']);
  const run = (...args: string[]): Promise<Answer> => openstack(quickstart.cloudsFile, 'east', ...args);
  const json = <T = Row[]>(...args: string[]): Promise<T> => openstackJson<T>(quickstart.cloudsFile, 'east', ...args);
  const write = (name: string, text: string): void => writeFileSync(join(quickstart.data, name), text);
  const works = async (...args: string[]): Promise<void> => {
    const { status, stderr } = await run(...args);
    expect([status, stderr], args.join(' ')).toEqual([0, '']);
  };

  beforeAll(async () => {
    await quickstart.start();
    for (const [name, text] of Object.entries(FILES)) write(name, text);
  });
  afterAll(() => quickstart.remove());

  it('makes and describes containers', async () => {
    const id = expect.stringMatching(/^tx[0-9a-f]{21}-[0-9a-f]{10}$/);
    expect(await json('container', 'create', 'files')).toMatchObject([{ container: 'files', 'x-trans-id': id }]);
    await works('container', 'set', '--property', 'color=red', 'files');
    expect(await json<Row>('container', 'show', 'files')).toMatchObject({ properties: { color: 'red' } });
  });

  it('stores, lists and gives back objects', async () => {
    await works('object', 'create', 'files', ...Object.keys(FILES));
    const names = (await json('object', 'list', 'files')).map((row) => row['Name']);
    expect(names).toEqual(Object.keys(FILES).toSorted());
    expect(await json<Row>('object', 'show', 'files', 'name.txt')).toMatchObject({
      'content-type': 'text/plain',
      'content-length': '5',
      etag: '7d793037a0760186574b0282f2f435e7',
    });
    await works('object', 'save', '--file', 'copy.txt', 'files', 'name.txt');
    expect(readFileSync(join(quickstart.data, 'copy.txt'), 'utf8')).toBe('world');
  });

  it('makes stacks of files in a container', async () => {
    const stack = ['-t', 'root.yaml', '-e', 'env.yaml', '--files-container', 'files'];
    const said = async () => (await json<Row>('stack', 'output', 'show', 'greeting', 'said'))['output_value'];
    await json('stack', 'create', ...stack, '--wait', '--poll', '1', 'greeting');
    expect(await said()).toBe('hello world');
    write('name.txt', 'all of you');
    await works('object', 'create', 'files', 'name.txt');
    await json('stack', 'update', ...stack, '--wait', 'greeting');
    expect(await said()).toBe('hello all of you');
    const none = await run('stack', 'create', ...stack.slice(0, -1), 'none', 'another');
    expect(none.status).toBe(1);
    expect(none.stderr).toContain('Could not fetch files from container none, reason: ');
  });

  it('removes containers, with what is in them only where it is told to', async () => {
    expect((await run('container', 'delete', 'files')).stderr).toContain('Conflict');
    await works('container', 'delete', '--recursive', 'files');
    expect(await json('container', 'list')).toEqual([]);
  });
});
