import { isMap, setOwn, type ValueMap } from '../../expressions/values.ts';
import { typeError } from '../resolve-error.ts';
import { shouldBe } from './arguments.ts';
import type { TemplateFunction } from './contract.ts';

/** `map_merge: [map, map…]`: later entries win, null is an empty map. */
export const mapMerge: TemplateFunction = {
  description: 'A function for merging maps.',
  result: (raw, call) => {
    const maps = call.resolve(raw);
    if (!Array.isArray(maps)) {
      throw typeError(shouldBe(call.name, `"${call.name}" : [ { "key1": "val1" }, { "key2": "val2" } ]`));
    }
    const merged: ValueMap = {};
    for (const map of maps) {
      if (map === null) continue;
      if (!isMap(map)) throw typeError('Incorrect arguments: Items to merge must be maps.');
      for (const [key, value] of Object.entries(map)) setOwn(merged, key, value);
    }
    return merged;
  },
};
