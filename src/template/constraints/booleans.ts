import { PythonError } from '../../expressions/python/errors.ts';
import { strip } from '../../expressions/python/split.ts';
import { str } from '../../expressions/python/text.ts';
import type { Value } from '../../expressions/values.ts';

const TRUE = ['1', 't', 'true', 'on', 'y', 'yes'];
const FALSE = ['0', 'f', 'false', 'off', 'n', 'no'];

/** oslo.utils' strict `bool_from_string`. Throws PythonError ValueError. */
export function toBoolean(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  const text = str(value);
  const lower = strip(text).toLowerCase();
  if (TRUE.includes(lower)) return true;
  if (FALSE.includes(lower)) return false;
  const acceptable = [...TRUE, ...FALSE].sort().map((word) => `'${word}'`);
  throw new PythonError('ValueError', `Unrecognized value '${text}', acceptable values are: ${acceptable.join(', ')}`);
}
