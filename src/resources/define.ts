/** Turns the declaration of a resource type into what the engine, the validator and the API use. */
import type { SupportStatus } from '../template/index.ts';
import type { AttributeSchema, Finder, Properties, ResourceError, ResourceType } from './contract.ts';
import type { Property } from './schema.ts';
import { attr } from './schema.ts';
import { translationOf } from './translation.ts';
import { notSupported } from './words.ts';

/** The verbs of a type, as {@link rest} and the like make them. */
export type Verbs = Pick<
  ResourceType,
  'create' | 'find' | 'ready' | 'update' | 'delete' | 'read' | 'check' | 'survivesFailure' | 'makeWay' | 'takeBack'
>;

export interface ResourceSpec extends Omit<ResourceType, 'supportStatus' | 'properties' | 'attributes'> {
  /** Release that brought the type, as Heat declares it. */
  readonly since?: string;
  readonly support?: Partial<SupportStatus>;
  readonly properties: Readonly<Record<string, Property>>;
  readonly attributes?: Readonly<Record<string, AttributeSchema>>;
  /** Verbs to start from; a verb that the declaration has itself wins. */
  readonly api?: Verbs;
}

/** Every type has it: the whole object as the cloud shows it. */
const SHOW: AttributeSchema = attr('map', (live) => (Object.keys(live).length === 0 ? null : live), {
  description: 'The object as its service shows it.',
});

/** A resource type from its declaration. */
export function defineResource(spec: ResourceSpec): ResourceType {
  const { since, support, api, attributes, ...own } = spec;
  const { lacking } = own;
  const translate = chain(translationOf(spec.properties), spec.translate);
  return {
    ...(lacking === undefined ? {} : { create: () => Promise.reject(notMade(spec.type, lacking)) }),
    ...api,
    ...own,
    ...(translate === undefined ? {} : { translate }),
    supportStatus: { status: 'SUPPORTED', ...(since === undefined ? {} : { version: since }), ...support },
    attributes: { ...attributes, show: SHOW },
  };
}

/** Why nothing of a type is made where what it needs is lacking. */
export const notMade = (type: string, lacking: string): ResourceError =>
  notSupported(`${lacking}, which ${type} needs,`);

function chain(first: ResourceType['translate'], second: ResourceType['translate']): ResourceType['translate'] {
  if (first === undefined || second === undefined) return first ?? second;
  return async (properties: Properties, finder: Finder) => second(await first(properties, finder), finder);
}
