import { mapAt, mapsAt, textOf } from '../../access.ts';
import type { Context, Properties } from '../../contract.ts';
import { defineResource } from '../../define.ts';
import { attr, mapOf, oneOf, str } from '../../schema.ts';
import {
  accountUrl,
  containerUrl,
  headContainer,
  prefixed,
  putContainer,
  removeContainer,
  type Headers,
} from '../../swift/swift.ts';
import { tags } from '../ec2/tags.ts';

/** Who may read and write, as Swift's access lists say it. */
async function accessHeaders(context: Context, control: string | undefined): Promise<Headers> {
  const project = await context.cloud.projectId();
  const owner = `${project}:${await context.cloud.userId()}`;
  const isPublic = control === 'PublicRead' || control === 'PublicReadWrite';
  return {
    'X-Container-Read': isPublic ? '.r:*' : control === 'AuthenticatedRead' ? `${project}:*` : owner,
    // Swift lets nobody write who is nobody's user.
    'X-Container-Write': control === 'PublicReadWrite' ? '*:*' : owner,
  };
}

async function headersOf(context: Context, properties: Properties): Promise<Headers> {
  const website = mapAt(properties, 'WebsiteConfiguration');
  const pages = [
    ['Index', textOf(website, 'IndexDocument')],
    ['Error', textOf(website, 'ErrorDocument')],
  ].filter((page): page is [string, string] => page[1] !== undefined);
  const marks = mapsAt(properties, 'Tags').map((tag) => [String(tag['Key']), String(tag['Value'])]);
  return {
    ...prefixed('X-Container-Meta-Web-', Object.fromEntries(pages)),
    ...prefixed('X-Container-Meta-S3-Tag-', Object.fromEntries(marks)),
    ...(await accessHeaders(context, textOf(properties, 'AccessControl'))),
  };
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
    DomainName: attr('string', async (_live, context) => (await accountUrl(context)).hostname),
    WebsiteURL: attr('string', (_live, context) => containerUrl(context)),
  },
  async create(context, properties) {
    await putContainer(context, context.physicalName, await headersOf(context, properties));
    return { id: context.physicalName };
  },
  read: headContainer,
  delete: (context) => removeContainer(context, `The bucket you tried to delete is not empty (${context.id ?? ''}).`),
  reference: ({ id, physicalName }) => id ?? physicalName,
});
