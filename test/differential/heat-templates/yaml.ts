import { load } from 'js-yaml';
import type { Value } from '../../../src/expressions/values.ts';
import { PYYAML_SCHEMA } from '../../../src/template/text/yaml-schema.ts';

/** What a text says as PyYAML reads it; undefined where it is no YAML. */
export function parseYaml(text: string): Value | undefined {
  try {
    return load(text, { schema: PYYAML_SCHEMA }) as Value;
  } catch {
    return undefined;
  }
}
