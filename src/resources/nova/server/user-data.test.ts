import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../expressions/json.ts';
import { buildUserData, personalityFiles } from './user-data.ts';

const names = (text: string | undefined): string[] =>
  [...(text ?? '').matchAll(/filename="([^"]*)"/g)].map((match) => match[1]!);

describe('buildUserData', () => {
  it('gives RAW data as it is', () => {
    expect(buildUserData({ user_data_format: 'RAW', user_data: '#!/bin/sh\n' }, {})).toBe('#!/bin/sh\n');
    expect(buildUserData({ user_data_format: 'RAW', user_data: '' }, {})).toBeUndefined();
  });

  it('wraps the data for heat-cfntools', () => {
    const text = buildUserData({ user_data_format: 'HEAT_CFNTOOLS', user_data: 'echo hello' }, { a: 1 });
    expect(names(text)).toEqual([
      'cloud-config',
      'boothook.sh',
      'part-handler.py',
      'cfn-userdata',
      'loguserdata.py',
      'cfn-init-data',
    ]);
    expect(text).toMatch(/^Content-Type: multipart\/mixed; boundary="(.*)"\nMIME-Version: 1.0\n\n--\1\n/);
    expect(text).toContain('{"a": 1}');
  });

  it('tells heat-cfntools where the metadata is', () => {
    const cfn = { metadataUrl: 'http://heat.test:8000/v1/', secure: false, verify: true };
    const text = buildUserData({ user_data_format: 'HEAT_CFNTOOLS' }, {}, cfn);
    expect(names(text).slice(-2)).toEqual(['cfn-metadata-server', 'cfn-boto-cfg']);
    expect(text).toContain('cfn_region_endpoint = heat.test');
  });

  it('puts a software config beside the parts for its agent, and takes multipart data apart', () => {
    expect(names(buildUserData({ user_data_format: 'SOFTWARE_CONFIG', user_data: 'x' }, {})).at(-1)).toBe('');
    const parts =
      'Content-Type: multipart/mixed; boundary="B"\n\n--B\nContent-Type: text/x-shellscript\nContent-Disposition: attachment; filename="one.sh"\n\necho 1\n--B--\n';
    const text = buildUserData({ user_data_format: 'SOFTWARE_CONFIG', user_data: parts }, {})!;
    expect(names(text).at(-1)).toBe('one.sh');
    expect(text).toContain('text/x-shellscript; charset="us-ascii"');
    expect(text).toContain('echo 1');
  });

  it('writes the metadata into an Ignition config', () => {
    const text = buildUserData(
      { user_data_format: 'SOFTWARE_CONFIG', user_data: '{"ignition": {"version": "2.2.0"}}' },
      { a: 1 },
    )!;
    const config = parseJson(text) as { storage: { files: { path: string; contents: { source: string } }[] } };
    expect(config.storage.files.map((file) => file.path)).toContain('/var/lib/heat-cfntools/cfn-init-data');
    expect(config.storage.files[0]!.contents.source).toBe('data:,%7B%22a%22%3A%201%7D');
  });

  it('encodes what is not ASCII', () => {
    const text = buildUserData({ user_data_format: 'HEAT_CFNTOOLS', user_data: 'grüße' }, {})!;
    expect(text).toContain(Buffer.from('grüße').toString('base64'));
    // oxlint-disable-next-line no-control-regex
    expect(text).toMatch(/^[\0-\x7f]*$/);
  });
});

describe('personalityFiles', () => {
  it('encodes each file', () => {
    expect(personalityFiles({ personality: { '/b': 'x', '/a': 'y' } })).toEqual([
      { path: '/a', contents: 'eQ==' },
      { path: '/b', contents: 'eA==' },
    ]);
  });
});
