import type { ValueMap } from '../../../expressions/values.ts';
import { isConflict } from '../../../clouds/errors.ts';
import { mapAt, mapsAt, textOf } from '../../access.ts';
import type { Context, Properties } from '../../contract.ts';
import { defineResource } from '../../define.ts';
import { unlessGone } from '../../patience.ts';
import { attr, mapOf, oneOf, str } from '../../schema.ts';
import { actionNotSupported } from '../../words.ts';
import { tags } from '../ec2/tags.ts';

const swift = (context: Context) => context.cloud.service('object-store');

/** Who may read and write, as Swift's access lists say it. */
async function accessHeaders(context: Context, control: string | undefined): Promise<Record<string, string>> {
  const project = await context.cloud.projectId();
  const owner = `${project}:${await context.cloud.userId()}`;
  const isPublic = control === 'PublicRead' || control === 'PublicReadWrite';
  return {
    'X-Container-Read': isPublic ? '.r:*' : control === 'AuthenticatedRead' ? `${project}:*` : owner,
    'X-Container-Write': control === 'PublicReadWrite' ? '.r:*' : owner,
  };
}

async function headersOf(context: Context, properties: Properties): Promise<Record<string, string>> {
  const website = mapAt(properties, 'WebsiteConfiguration');
  const pages = {
    'X-Container-Meta-Web-Index': textOf(website, 'IndexDocument'),
    'X-Container-Meta-Web-Error': textOf(website, 'ErrorDocument'),
  };
  const marks = mapsAt(properties, 'Tags').map((tag) => [
    `X-Container-Meta-S3-Tag-${String(tag['Key'])}`,
    String(tag['Value']),
  ]);
  return {
    ...Object.fromEntries(Object.entries(pages).filter((pair): pair is [string, string] => pair[1] !== undefined)),
    ...Object.fromEntries(marks),
    ...(await accessHeaders(context, textOf(properties, 'AccessControl'))),
  };
}

async function account(context: Context): Promise<URL> {
  return new URL(await swift(context).endpoint());
}

export default defineResource({
  type: 'AWS::S3::Bucket',
  description: 'A container for objects.',
  service: 'object-store',
  properties: {
    AccessControl: str({
      constraints: [
        oneOf(
          'Private',
          'PublicRead',
          'PublicReadWrite',
          'AuthenticatedRead',
          'BucketOwnerRead',
          'BucketOwnerFullControl',
        ),
      ],
    }),
    WebsiteConfiguration: mapOf({ IndexDocument: str(), ErrorDocument: str() }),
    Tags: tags(),
  },
  attributes: {
    DomainName: attr('string', async (_live, context) => (await account(context)).hostname),
    WebsiteURL: attr(
      'string',
      async (_live, context) => `${(await account(context)).href.replace(/\/$/, '')}/${context.id ?? ''}`,
    ),
  },
  // A container is known by its name, so putting it again does no harm.
  async create(context, properties) {
    const headers = await headersOf(context, properties);
    await swift(context).raw('PUT', `/${context.physicalName}`, undefined, { headers, signal: context.signal });
    return { id: context.physicalName };
  },
  async read(context) {
    if (context.id === undefined) return undefined;
    const answer = await unlessGone(
      swift(context).raw('HEAD', `/${context.id}`, undefined, { signal: context.signal }),
    );
    return answer === undefined ? undefined : ({ ...answer.headers } as ValueMap);
  },
  async delete(context) {
    if (context.id === undefined) return;
    try {
      await unlessGone(swift(context).delete(`/${context.id}`, { signal: context.signal }));
    } catch (error) {
      if (!isConflict(error)) throw error;
      throw actionNotSupported(`The bucket you tried to delete is not empty (${context.id}).`);
    }
  },
  reference: ({ id, physicalName }) => id ?? physicalName,
});
