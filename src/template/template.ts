import type { Value, ValueMap } from '../expressions/values.ts';
import type { ParameterSchema } from './parameters/schema.ts';
import type { TemplateVersion } from './versions/version.ts';

/** A resource as the template writes it; nothing in it is resolved. */
export interface ResourceDefinition {
  readonly name: string;
  readonly type: string;
  readonly properties: Value;
  readonly metadata: Value;
  readonly dependsOn: readonly string[];
  /** As written; a function or one of the version's words. Null: not given. */
  readonly deletionPolicy: Value;
  readonly updatePolicy: Value;
  readonly description: string;
  readonly externalId?: Value;
  readonly condition?: Value;
}

export interface OutputDefinition {
  readonly name: string;
  readonly value: Value;
  /** `No description given` where there is none. */
  readonly description: string;
  readonly condition?: Value;
}

/** A parsed template. `raw` is never changed. */
export interface Template {
  readonly raw: ValueMap;
  /** The text it was read from, for places in problems. */
  readonly source?: string;
  readonly file?: string;
  readonly version: TemplateVersion;
  readonly description: string;
  readonly parameters: ReadonlyMap<string, ParameterSchema>;
  readonly parameterGroups: Value;
  readonly mappings: ValueMap;
  readonly conditions: ReadonlyMap<string, Value>;
  readonly resources: ReadonlyMap<string, ResourceDefinition>;
  readonly outputs: ReadonlyMap<string, OutputDefinition>;
}
