/** Tags as EC2 writes them. */
import type { ValueMap } from '../../../expressions/values.ts';
import { mapsAt, textOf } from '../../access.ts';
import type { Properties } from '../../contract.ts';
import { listOf, mapOf, str, unimplemented, type PropertyOptions } from '../../schema.ts';

export const tagSchema = mapOf({ Key: str({ required: true }), Value: str({ required: true }) });

/** Tags of things that cannot carry any here. */
export const noTags = listOf(unimplemented(tagSchema));

export const tags = (options: PropertyOptions = {}) => listOf(tagSchema, options);

/** Key and value pairs under this property, as a map. */
export const tagsOf = (properties: Properties, name = 'Tags'): ValueMap =>
  Object.fromEntries(mapsAt(properties, name).map((tag) => [textOf(tag, 'Key') ?? '', tag['Value'] ?? null]));
