import { typeName } from '../../expressions/python/order.ts';
import { str } from '../../expressions/python/text.ts';
import { isMap, own, type Value } from '../../expressions/values.ts';
import { problem, type Problem } from '../problems.ts';
import type { OutputDefinition } from '../template.ts';
import type { TemplateVersion } from '../versions/version.ts';
import { notMaps } from './resources.ts';

/** Reads the outputs section. */
export function readOutputs(raw: Value, version: TemplateVersion, problems: Problem[]): Map<string, OutputDefinition> {
  const { outputs: section, output: keys } = version.words;
  const definitions = new Map<string, OutputDefinition>();
  if (raw === null) return definitions;
  if (!isMap(raw)) {
    problems.push(problem('StackValidationFailed', notMaps(section, 'output', raw), [section]));
    return definitions;
  }
  for (const [name, item] of Object.entries(raw)) {
    const invalid = (message: string): void => {
      problems.push(
        problem('StackValidationFailed', `Output validation error: ${section}.${name}: ${message}`, [section, name]),
      );
    };
    if (!isMap(item)) {
      invalid(`Output definitions must be a map. Found a ${typeName(item)} instead`);
      continue;
    }
    if (!Object.hasOwn(item, keys.value)) {
      invalid(`Each output definition must contain a ${keys.value} key.`);
      continue;
    }
    const description = own(item, keys.description) ?? null;
    const condition = keys.condition === undefined ? null : (own(item, keys.condition) ?? null);
    definitions.set(name, {
      name,
      value: item[keys.value]!,
      description: description === null ? 'No description given' : str(description),
      ...(condition === null ? {} : { condition }),
    });
  }
  return definitions;
}
