/** `isotherm template check`: templates on disk against everything that can be known without a cloud. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkOffline } from '../../src/cli/template-check/offline.ts';
import { ResourceTypes } from '../../src/resources/catalog.ts';
import { resourceTypes } from '../../src/resources/index.ts';
import { systemClock } from '../../src/server/system.ts';

const host = { types: new ResourceTypes(resourceTypes), clock: systemClock, region: 'RegionOne' };
const HOT = 'heat_template_version: 2018-08-31\n';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isotherm-check-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string | Uint8Array): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** Problems as `file:line:column message`. */
async function check(file: string, options: { environments?: string[]; strict?: boolean } = {}): Promise<string[]> {
  const { environments = [], strict = false } = options;
  const problems = await checkOffline(file, { host, environments, strict });
  return problems.map(({ file: url, line, column, message, suggestion }) => {
    const name = url === undefined ? '' : relative(folder, fileURLToPath(url));
    return `${name}:${line}:${column} ${message.replaceAll(`file://${folder}/`, '')}${suggestion ? ` (${suggestion}?)` : ''}`;
  });
}

describe('checking templates on disk', () => {
  it('finds nothing wrong with a right template whose parameters have no values', async () => {
    const top = write(
      'top.yaml',
      `${HOT}parameters: {size: {type: number}, name: {type: string}, yes_please: {type: boolean}, count: {type: number}}
conditions: {wanted: {get_param: yes_please}}
resources:
  v: {type: OS::Cinder::Volume, condition: wanted, properties: {size: {get_param: size}, name: {list_join: ['-', [a, {get_param: name}]]}}}
  nested: {type: sub/inner.yaml, properties: {size: {get_param: size}}}
  group:
    type: OS::Heat::ResourceGroup
    properties:
      count: {get_param: count}
      resource_def: {type: sub/inner.yaml, properties: {size: {if: [wanted, {get_param: size}, 1]}}}
outputs: {name: {value: {str_replace: {template: x-n, params: {n: {get_param: name}}}}}}
`,
    );
    write(
      'sub/inner.yaml',
      `${HOT}parameters: {size: {type: number, constraints: [{range: {min: 1}}]}}
resources:
  v: {type: OS::Cinder::Volume, properties: {size: {get_param: size}}}
  s: {type: OS::Heat::Value, properties: {value: {get_file: ../script.sh}}}
`,
    );
    write('script.sh', 'echo');
    expect(await check(top)).toEqual([]);
    expect(await check(top, { strict: true })).toEqual([
      'top.yaml:2:14 The Parameter (size) was not provided.',
      'top.yaml:2:36 The Parameter (name) was not provided.',
      'top.yaml:2:58 The Parameter (yes_please) was not provided.',
      'top.yaml:2:87 The Parameter (count) was not provided.',
    ]);
  });

  it('says all that is wrong with a template and those inside it, each in its own file', async () => {
    const top = write(
      'top.yaml',
      `${HOT}resources:
  net: {type: OS::Neutron::Net, properties: {nmae: x, admin_state_up: maybe}}
  sever: {type: OS::Nova::Sever}
  port: {type: OS::Neutron::Port, properties: {network: {get_resource: ent}}}
  mac: {type: OS::Neutron::Port, properties: {network: x, mac_address: zz}}
  nested: {type: sub/inner.yaml, properties: {size: big}}
  group:
    type: OS::Heat::ResourceGroup
    properties: {count: 3, resource_def: {type: sub/inner.yaml, properties: {zise: 1}}}
outputs: {a: {value: {get_attr: [net, stats]}}}
`,
    );
    write(
      'sub/inner.yaml',
      `${HOT}parameters: {size: {type: number, default: 1}}
resources:
  v: {type: OS::Cinder::Volume, properties: {size: {get_param: sizee}}}
`,
    );
    expect((await check(top)).toSorted()).toEqual([
      'sub/inner.yaml:4:53 Property error: resources.v.properties.size: The Parameter (sizee) was not provided. (size?)',
      'top.yaml:10:78 Property error: resources[0].properties: Unknown Property zise (size?)',
      'top.yaml:11:23 outputs.a.value.get_attr: The Referenced Attribute (net stats) is incorrect. (status?)',
      'top.yaml:3:46 Property error: resources.net.properties: Unknown Property nmae (name?)',
      `top.yaml:3:55 Property error: resources.net.properties.admin_state_up: "maybe" is not a valid boolean`,
      'top.yaml:4:11 The Resource Type (OS::Nova::Sever) could not be found. (OS::Nova::Server?)',
      'top.yaml:5:58 The specified reference "ent" (in port.Properties.network) is incorrect. (net?)',
      `top.yaml:6:59 Property error: resources.mac.properties.mac_address: Error validating value 'zz': Invalid MAC address.`,
      `top.yaml:7:47 Property error: resources.nested.properties.size: could not convert string to float: 'big'`,
    ]);
  });

  it('looks at structure and text of every file', async () => {
    const top = write(
      'top.yaml',
      `${HOT}resources:
  a: {type: broken.yaml}
  b: {type: wrong.yaml}
  c: {type: gone.yaml}
  d: {type: top.yaml}
  e: {type: OS::Heat::Stack, properties: {template: {get_file: inner.yaml}}}
`,
    );
    write('broken.yaml', 'resources: [');
    write('wrong.yaml', `${HOT}resources: {x: {tpye: OS::Heat::None}, y: 1}\n`);
    write('inner.yaml', `${HOT}resources:\n  x: {type: OS::Heat::Nnoe}\n`);
    const found = await check(top);
    const sorted = found.toSorted().map((line) => line.split(' ')[0]);
    expect(sorted).toEqual([
      'broken.yaml:2:1',
      'inner.yaml:3:7',
      'top.yaml:5:7',
      'top.yaml:6:3',
      'top.yaml:7:3',
      'wrong.yaml:2:13',
      'wrong.yaml:2:17',
      'wrong.yaml:2:40',
    ]);
    expect(found.join('\n')).toMatch(/gone\.yaml cannot be read/);
    expect(found.join('\n')).toMatch(/Recursion depth exceeds 5/);
  });

  it('takes environments into account, and places what is wrong with them', async () => {
    const top = write(
      'top.yaml',
      `${HOT}parameters: {size: {type: number, constraints: [{range: {max: 3}}]}}
resources: {v: {type: My::Volume, properties: {size: {get_param: size}}}}
`,
    );
    write('env/volume.yaml', `${HOT}parameters: {size: {type: number}}\nresources: {v: {type: OS::Heat::None}}\n`);
    const good = write('env/good.yaml', 'resource_registry: {"My::Volume": volume.yaml}\nparameters: {size: 2}\n');
    expect(await check(top, { environments: [good], strict: true })).toEqual([]);
    const bad = write('env/bad.yaml', 'parameters:\n  size: 9\n  sise: 1\n');
    expect(await check(top, { environments: [bad] })).toContain(
      'env/bad.yaml:3:3 The Parameter (sise) was not defined in template. (size?)',
    );
    expect(await check(top, { environments: [good, bad] })).toEqual([
      "top.yaml:2:14 Parameter 'size' is invalid: 9 is out of range (min: None, max: 3)",
    ]);
    const section = write('env/section.yaml', 'parameters: {size: 1}\nparamters: {}\n');
    expect((await check(top, { environments: [good, section] }))[0]).toMatch(
      /^env\/section\.yaml:2:1 .*\(parameters\?\)$/,
    );
  });

  it('checks CloudFormation templates too', async () => {
    const top = write(
      'top.json',
      '{"AWSTemplateFormatVersion": "2010-09-09",\n "Resources": {"a": {"Type": "OS::Heat::None",\n  "DependsOn": "b"}}}',
    );
    expect(await check(top)).toEqual(['top.json:3:3 The specified reference "b" (in a) is incorrect.']);
  });

  it('survives what is no text', async () => {
    expect(await check(write('top.yaml', new Uint8Array([0xff, 0xfe, 0x00])))).toHaveLength(1);
  });
});

describe('the command', () => {
  const run = async (...args: string[]) => {
    const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
    const child = promisify(execFile)(process.execPath, [main, 'template', 'check', ...args], { cwd: folder });
    return child.then(
      ({ stdout, stderr }) => ({ status: 0 as unknown, stdout, stderr }),
      (error: { code: unknown; stdout: string; stderr: string }) => ({
        status: error.code,
        stdout: error.stdout,
        stderr: error.stderr,
      }),
    );
  };

  it('tells by its exit status whether there are problems, and wrong usage from both', async () => {
    write('good.yaml', `${HOT}resources: {a: {type: OS::Heat::None}}\n`);
    write('bad.yaml', `${HOT}resources: {a: {type: OS::Heat::Nnoe}}\n`);
    const [good, bad, none, gone] = await Promise.all([
      run('good.yaml'),
      run('--format', 'github', 'good.yaml', 'bad.yaml'),
      run(),
      run('gone.yaml'),
    ]);
    expect([good.status, bad.status, none.status, gone.status]).toEqual([0, 1, 2, 2]);
    expect(good.stdout).toBe('');
    expect(bad.stdout).toBe(
      '::error file=bad.yaml,line=2,col=17::The Resource Type (OS::Heat::Nnoe) could not be found.%0ADid you mean OS::Heat::None?\n',
    );
    expect(gone.stderr).toMatch(/^gone\.yaml cannot be read/);
  });
});
