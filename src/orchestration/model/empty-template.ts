import { isMap, own, type Value } from '../../expressions/values.ts';
import type { TemplateRecord } from '../../storage/types.ts';

const VERSION_KEYS = ['heat_template_version', 'HeatTemplateFormatVersion', 'AWSTemplateFormatVersion'];

/** A template of the same version with nothing in it: what a failed creation goes back to. */
export function emptyTemplate(like: Value): Omit<TemplateRecord, 'id'> {
  const key = isMap(like) ? VERSION_KEYS.find((name) => own(like, name) !== undefined) : undefined;
  const body =
    key === undefined ? { heat_template_version: '2013-05-23' } : { [key]: own(like as { [k: string]: Value }, key)! };
  return { body, environment: {}, files: {} };
}
