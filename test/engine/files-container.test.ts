import { describe, expect, it } from 'vitest';
import type { CreateInput, UpdateInput } from '../../src/orchestration/types.ts';
import { keystoneOf, WholeService } from '../support/engine/whole-service.ts';

const TEMPLATE = {
  heat_template_version: '2018-08-31',
  parameters: { p: { type: 'string', default: 'none' } },
  resources: {
    file: { type: 'OS::Heat::Value', properties: { value: { get_file: 'dir/f.txt' } } },
    nested: { type: 'nested.yaml', properties: { q: { get_param: 'p' } } },
  },
  outputs: { file: { value: { get_attr: ['file', 'value'] } }, nested: { value: { get_attr: ['nested', 'r'] } } },
};
const NESTED = `
heat_template_version: 2018-08-31
parameters: {q: {type: string}}
resources: {v: {type: OS::Heat::Value, properties: {value: {get_param: q}}}}
outputs: {r: {value: {get_attr: [v, value]}}}
`;
const FILES = { 'dir/f.txt': 'from the container', 'nested.yaml': NESTED, 'env.yaml': 'parameters: {p: environment}' };
const INPUT: CreateInput = {
  name: 's',
  template: TEMPLATE,
  filesContainer: 'files',
  environmentFiles: ['env.yaml'],
  files: {},
};
const UPDATE: UpdateInput = { ...INPUT, existing: false };

async function start(files: Readonly<Record<string, string | Uint8Array>> = FILES): Promise<WholeService> {
  const service = await WholeService.start(1);
  await put(service, '/files');
  for (const [name, content] of Object.entries(files)) await put(service, `/files/${name}`, content);
  return service;
}

function put(service: WholeService, path: string, body: string | Uint8Array = ''): Promise<unknown> {
  return service.ask((_stacks, who) => who.connection.service('object-store').raw('PUT', path, body));
}

async function outputs(service: WholeService): Promise<Record<string, unknown>> {
  await service.settle();
  const stack = await service.ask((stacks, who) => stacks.show(who, { name: 's' }, { resolveOutputs: true }));
  expect(`${stack.status} ${stack.reason}`).toContain('COMPLETE');
  return Object.fromEntries(stack.outputs!.map(({ key, value }) => [key, value]));
}

const refused = async (service: WholeService, input: CreateInput = INPUT) =>
  service.ask((stacks, who) => stacks.preview(who, input)).catch((error: unknown) => error);

describe('files of a container', () => {
  it('are templates, environments and whatever else a stack names', async () => {
    const service = await start();
    await service.ask((stacks, who) => stacks.validate(who, INPUT, {}));
    await service.ask((stacks, who) => stacks.preview(who, INPUT));
    await service.ask((stacks, who) => stacks.create(who, INPUT));
    expect(await outputs(service)).toEqual({ file: 'from the container', nested: 'environment' });
    expect(await service.ask((stacks, who) => stacks.files(who, { name: 's' }))).toEqual(FILES);
  });

  it('give way to files that come with the request, which are not read', async () => {
    const service = await start({ ...FILES, 'dir/f.txt': Buffer.from([0xff]) });
    const files = { 'dir/f.txt': 'from the request', 'env.yaml': 'parameters: {p: request}' };
    await service.ask((stacks, who) => stacks.create(who, { ...INPUT, files }));
    expect(await outputs(service)).toEqual({ file: 'from the request', nested: 'request' });
  });

  it('are read again by an update that names the container', async () => {
    const service = await start();
    await service.ask((stacks, who) => stacks.create(who, INPUT));
    await service.settle();
    await put(service, '/files/dir/f.txt', 'changed');
    const preview = await service.ask((stacks, who) => stacks.previewUpdate(who, { name: 's' }, UPDATE, {}));
    expect(preview.updated.map(({ name }) => name)).toContain('file');
    await service.ask((stacks, who) => stacks.update(who, { name: 's' }, UPDATE));
    expect(await outputs(service)).toEqual({ file: 'changed', nested: 'environment' });
  });

  it('stay as they were in a patch that does not, and change in one that does', async () => {
    const service = await start();
    await service.ask((stacks, who) => stacks.create(who, INPUT));
    await service.settle();
    await put(service, '/files/dir/f.txt', 'changed');
    const parameters = { p: 'patched' };
    await service.ask((stacks, who) => stacks.update(who, { name: 's' }, { existing: true, parameters }));
    expect(await outputs(service)).toEqual({ file: 'from the container', nested: 'patched' });
    await service.ask((stacks, who) => stacks.update(who, { name: 's' }, { existing: true, filesContainer: 'files' }));
    expect(await outputs(service)).toEqual({ file: 'changed', nested: 'patched' });
  });

  it('are refused where they cannot be read', async () => {
    const service = await start();
    for (const [filesContainer, reason] of [
      ['none', /The resource could not be found.*HTTP 404/],
      ['..', /'\.\.' cannot be part of a path/],
      ['a/b', /no container has a name with a slash/],
    ] as const) {
      const error = await refused(service, { ...INPUT, filesContainer });
      expect(error).toMatchObject({ type: 'NotFound', message: expect.stringMatching(reason) });
      expect((error as Error).message).toMatch(`Could not fetch files from container ${filesContainer}, reason: `);
    }
    service.cloud.faults.add({ service: 'swift', effect: { status: 403 } });
    expect(await refused(service)).toMatchObject({ type: 'NotFound' });
    service.cloud.faults.clear();
    service.cloud.faults.add({ service: 'swift', effect: { status: 503 } });
    expect(await refused(service)).toMatchObject({ code: 'ServerError' });
  });

  it('are refused where an environment is not among them', async () => {
    const service = await start();
    expect(await refused(service, { ...INPUT, environmentFiles: ['none.yaml'] })).toMatchObject({
      problems: [{ message: expect.stringContaining('none.yaml') }],
    });
  });

  it('are refused where there is no object store', async () => {
    const service = await start();
    service.addCloud({ name: 'plain', baseUrl: 'http://plain.test', without: ['object-store'] });
    const plain = { name: 'plain', authUrl: keystoneOf('http://plain.test'), region: 'RegionOne' };
    const connection = await service.ask(() => service.connect(plain));
    service.who = { ...service.who, connection };
    expect(await refused(service)).toMatchObject({
      type: 'NotSupported',
      message: 'Reading files from a container on a cloud without an object store is not supported.',
    });
  });

  it('are refused where they are too large, too many or no texts', async () => {
    const large = await start({ ...FILES, big: 'x'.repeat(1_100_000) });
    expect(await refused(large)).toMatchObject({
      type: 'DownloadLimitExceeded',
      message: expect.stringMatching(
        /^Permissible download limit exceeded: Total size of files to download \(1100\d+ bytes\) exceeds maximum allowed \(1048576 bytes\)\.$/,
      ),
    });
    const many = await start(Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`f${i}`, ''])));
    expect(await refused(many)).toMatchObject({ type: 'DownloadLimitExceeded' });
    const binary = await start({ ...FILES, image: Buffer.from([0xff, 0xfe]) });
    expect(await refused(binary)).toMatchObject({
      type: 'HTTPBadRequest',
      message: 'files_container: the contents of image in container files are not a text',
    });
  });
});
