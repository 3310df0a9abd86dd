import { str } from '../../expressions/python/text.ts';
import { isMap, own, type Value, type ValueMap } from '../../expressions/values.ts';
import type { Constraint } from '../constraints/constraint.ts';
import { problem, type Path, type Problem } from '../problems.ts';
import { nearest } from '../suggestions.ts';
import type { TemplateVersion } from '../versions/version.ts';
import { cfnConstraints, hotConstraint, SchemaError } from './parse-constraints.ts';
import { CFN_TYPES, HOT_TYPES, type ParameterSchema } from './schema.ts';

/** Reads a parameter's declaration; reports all that is wrong with it, and gives what can be used all the same. */
export function parseParameter(
  name: string,
  raw: Value,
  version: TemplateVersion,
  path: Path,
): { schema?: ParameterSchema; problems: Problem[] } {
  const problems: Problem[] = [];
  const invalid = (message: string, at: Path = path, extra: Partial<Problem> = {}): void => {
    problems.push(problem('InvalidSchemaError', message, at, extra));
  };
  if (!isMap(raw)) {
    invalid(`Invalid parameter (${name}), expected a mapping`);
    return { problems };
  }
  for (const key of Object.keys(raw)) {
    if (version.parameterKeys.includes(key)) continue;
    const suggestion = nearest(key, version.parameterKeys);
    invalid(
      `Invalid key '${key}' for parameter (${name})`,
      [...path, key],
      suggestion === undefined ? {} : { suggestion },
    );
  }
  const hot = version.language === 'hot';
  const field = (word: string, cfn: string): Value => own(raw, hot ? word : cfn) ?? null;
  const typeKey = hot ? 'type' : 'Type';
  const tags = field('tags', 'Tags');
  if (tags !== null && !Array.isArray(tags))
    invalid(`Tags property should be a list for parameter: ${name}`, [...path, 'tags']);
  const types = hot ? HOT_TYPES : CFN_TYPES;
  const given = own(raw, typeKey);
  const type = typeof given === 'string' ? types.get(given) : undefined;
  if (given === undefined) invalid(`Missing parameter type for parameter: ${name}`);
  else if (type === undefined) {
    const suggestion = nearest(String(given), types.keys());
    const extra = { expected: [...types.keys()].join(', '), ...(suggestion === undefined ? {} : { suggestion }) };
    invalid(`Invalid type (${str(given)})`, [...path, typeKey], extra);
  }
  const constraints = hot
    ? hotConstraints(name, raw, version, path, problems)
    : collect(() => cfnConstraints(raw), path, problems);
  if (type === undefined) return { problems };
  const [description, label, fallback] = [
    field('description', 'Description'),
    field('label', 'Label'),
    field('default', 'Default'),
  ];
  const schema: ParameterSchema = {
    name,
    type,
    hidden: hot ? isTrue(field('hidden', '')) : String(field('', 'NoEcho')).toLowerCase() === 'true',
    immutable: hot && isTrue(field('immutable', '')),
    constraints,
    ...(description === null ? {} : { description }),
    ...(label === null ? {} : { label }),
    ...(fallback === null ? {} : { default: fallback }),
    ...(Array.isArray(tags) && tags.length > 0 ? { tags } : {}),
  };
  return { schema, problems };
}

/** Heat takes `hidden` and `immutable` for true whatever they hold, but for what Python calls false. */
function isTrue(value: Value): boolean {
  return Array.isArray(value) || isMap(value) ? Object.keys(value).length > 0 : Boolean(value);
}

function hotConstraints(
  name: string,
  raw: ValueMap,
  version: TemplateVersion,
  path: Path,
  problems: Problem[],
): Constraint[] {
  const list = own(raw, 'constraints') ?? null;
  if (list === null) return [];
  const at = [...path, 'constraints'];
  if (!Array.isArray(list)) {
    problems.push(
      problem('InvalidSchemaError', `Invalid parameter constraints for parameter ${name}, expected a list`, at),
    );
    return [];
  }
  return list.flatMap((item, i) => collect(() => [hotConstraint(item, version.modulo)], [...at, i], problems));
}

function collect(read: () => Constraint[], path: Path, problems: Problem[]): Constraint[] {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    problems.push(problem('InvalidSchemaError', error.message, path));
    return [];
  }
}
