/** What a new server is told through cloud-init. */
import { createHash } from 'node:crypto';
import { dumps } from '../../../expressions/python/json.ts';
import { isMap, own, type Value, type ValueMap } from '../../../expressions/values.ts';
import { mapAt, textOf } from '../../access.ts';
import type { Properties } from '../../contract.ts';
import { parseJson } from '../../../expressions/json.ts';
import { bootHook, cloudConfig, PART_HANDLER, RUN_USER_DATA } from './user-data-parts.ts';

/** The address of the CloudFormation API that agents on servers fetch their metadata from. */
export interface CfnEndpoint {
  readonly metadataUrl: string;
  readonly secure: boolean;
  readonly verify: boolean;
}

export const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** The user data for Nova before encoding; undefined where there is none to give. */
export function buildUserData(properties: Properties, metadata: Value, cfn?: CfnEndpoint): string | undefined {
  const format = textOf(properties, 'user_data_format') ?? 'HEAT_CFNTOOLS';
  const text = textOf(properties, 'user_data') ?? '';
  const known = isMap(metadata) && Object.keys(metadata).length > 0 ? metadata : undefined;
  if (format === 'RAW') return text === '' ? undefined : text;
  if (format === 'SOFTWARE_CONFIG' && isIgnition(text)) return ignition(text, known);
  // EC2's instances have a user of their own; properties of servers name none.
  const user = textOf(properties, 'instance_user');
  const parts: Part[] = [
    { content: cloudConfig(user), name: 'cloud-config', subtype: 'cloud-config' },
    { content: bootHook(user), name: 'boothook.sh', subtype: 'cloud-boothook' },
    { content: PART_HANDLER, name: 'part-handler.py', subtype: 'part-handler' },
    ...(format === 'HEAT_CFNTOOLS'
      ? [
          { content: text, name: 'cfn-userdata', subtype: 'x-cfninitdata' },
          { content: RUN_USER_DATA, name: 'loguserdata.py', subtype: 'x-shellscript' },
        ]
      : userParts(text)),
    ...(known === undefined ? [] : [{ content: dumps(known), name: 'cfn-init-data', subtype: 'x-cfninitdata' }]),
    ...(format === 'HEAT_CFNTOOLS' && cfn !== undefined ? cfnParts(cfn) : []),
  ];
  return multipart(parts);
}

interface Part {
  readonly content: string;
  readonly name: string;
  readonly subtype: string;
}

function cfnParts({ metadataUrl, secure, verify }: CfnEndpoint): Part[] {
  const python = (flag: boolean): string => (flag ? '1' : '0');
  const boto = [
    '[Boto]',
    'debug = 0',
    `is_secure = ${python(secure)}`,
    `https_validate_certificates = ${python(verify)}`,
    'cfn_region_name = heat',
    `cfn_region_endpoint = ${new URL(metadataUrl).hostname}`,
  ];
  return [
    { content: metadataUrl, name: 'cfn-metadata-server', subtype: 'x-cfninitdata' },
    { content: boto.join('\n'), name: 'cfn-boto-cfg', subtype: 'x-cfninitdata' },
  ];
}

/** The user's own text: one part, or as many as its own multipart message has. */
function userParts(text: string): Part[] {
  const boundary = /^content-type:\s*multipart\/[^\n]*boundary="?([^"\n;]+)"?/im.exec(
    text.split(/\r?\n\r?\n/, 1)[0] ?? '',
  )?.[1];
  if (boundary === undefined) return [{ content: text, name: '', subtype: 'plain' }];
  return text
    .split(`--${boundary.trim()}`)
    .slice(1)
    .filter((part) => !part.startsWith('--'))
    .map((part) => {
      const [head = '', ...body] = part.replace(/^\r?\n/, '').split(/\r?\n\r?\n/);
      return {
        content: body.join('\n\n').replace(/\r?\n$/, ''),
        name: /filename="?([^"\n;]+)"?/i.exec(head)?.[1] ?? '',
        subtype: /^content-type:\s*text\/([\w.-]+)/im.exec(head)?.[1] ?? 'plain',
      };
    });
}

function multipart(parts: readonly Part[]): string {
  const digest = createHash('sha256').update(parts.map((part) => part.content).join('\0'));
  const boundary = `===============${digest.digest('hex').slice(0, 20)}==`;
  const bodies = parts.map((part) => `--${boundary}\n${mime(part)}\n`);
  return `Content-Type: multipart/mixed; boundary="${boundary}"\nMIME-Version: 1.0\n\n${bodies.join('')}--${boundary}--\n`;
}

function mime({ content, name, subtype }: Part): string {
  const ascii = /^[\0-\x7f]*$/.test(content);
  const headers = [
    `Content-Type: text/${subtype}; charset="${ascii ? 'us-ascii' : 'utf-8'}"`,
    'MIME-Version: 1.0',
    `Content-Transfer-Encoding: ${ascii ? '7bit' : 'base64'}`,
    `Content-Disposition: attachment; filename="${name}"`,
  ];
  return `${headers.join('\n')}\n\n${ascii ? content : base64(content).replaceAll(/.{76}/g, '$&\n')}`;
}

function isIgnition(text: string): boolean {
  return textOf(mapAt(jsonMap(text), 'ignition'), 'version') !== undefined;
}

function jsonMap(text: string): ValueMap | undefined {
  try {
    const value = parseJson(text);
    return isMap(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Ignition writes files: the metadata goes where agents look for it. */
function ignition(text: string, metadata: ValueMap | undefined): string {
  const config = jsonMap(text);
  if (metadata === undefined || config === undefined) return text;
  const contents = { source: `data:,${encodeURIComponent(dumps(metadata))}`, verification: {} };
  const files = ['/var/lib/heat-cfntools/cfn-init-data', '/var/lib/cloud/data/cfn-init-data'].map((path) => ({
    filesystem: 'root',
    group: { name: 'root' },
    path,
    user: { name: 'root' },
    contents,
    mode: 0o640,
  }));
  const storage = mapAt(config, 'storage');
  const existing = own(storage, 'files');
  return dumps({ ...config, storage: { ...storage, files: [...(Array.isArray(existing) ? existing : []), ...files] } });
}

/** Files to be put into the server's image (until Nova 2.57). */
export function personalityFiles(properties: Properties): ValueMap[] {
  return Object.entries(mapAt(properties, 'personality'))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, contents]) => ({ path, contents: base64(typeof contents === 'string' ? contents : dumps(contents)) }));
}
