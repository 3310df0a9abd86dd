import type { Value } from '../../../src/expressions/values.ts';
import { DEFAULT_TEXT_LIMITS } from '../../../src/template/index.ts';
import { readText } from '../../../src/template/text/read.ts';

/** What a text of JSON or YAML holds; undefined where that is no map. */
export function parseYaml(text: string): Value | undefined {
  const read = readText(text, DEFAULT_TEXT_LIMITS, { what: 'template' });
  return 'value' in read ? read.value : undefined;
}
