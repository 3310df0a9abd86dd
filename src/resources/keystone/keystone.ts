/** What Keystone's resource types have in common. */
import type { ValueMap } from '../../expressions/values.ts';
import { omit, withoutNulls } from '../access.ts';
import type { Properties } from '../contract.ts';
import { rest, type Rest, type RestSpec } from '../rest.ts';

export interface KeystoneSpec extends Pick<RestSpec, 'path' | 'finish' | 'identify' | 'name'> {
  readonly envelope: string;
  /** Field of the API where it is called differently than the property. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Properties that are not part of the request. */
  readonly without?: readonly string[];
}

/** The verbs of a Keystone object. Keystone does not tell when it made one, and takes null as "leave it". */
export function keystone(spec: KeystoneSpec): Rest {
  const { fields = {}, without = [], ...same } = spec;
  const toFields = (values: ValueMap): ValueMap =>
    Object.fromEntries(Object.entries(omit(values, ...without)).map(([key, value]) => [fields[key] ?? key, value]));
  return rest({
    service: 'identity',
    method: 'patch',
    created: false,
    ...same,
    body: (properties: Properties) => toFields(withoutNulls(properties) as ValueMap),
    change: (change) => {
      const values = toFields(change.values);
      return Object.fromEntries(Object.entries(values).filter(([key, value]) => value !== null || key === 'name'));
    },
  });
}
