import type { ValueMap } from '../../expressions/values.ts';
import { own } from '../../expressions/values.ts';
import { problem, type Problem } from '../problems.ts';
import { nearest } from '../suggestions.ts';
import { VERSIONS } from './table.ts';
import type { TemplateVersion } from './version.ts';

const KEYS = ['heat_template_version', 'HeatTemplateFormatVersion', 'AWSTemplateFormatVersion'] as const;

const EXAMPLE = { expected: 'heat_template_version: 2021-04-16' };

/** The version with this id (`heat_template_version.2013-05-23`, or with an alias for the date). */
export function findVersion(id: string): TemplateVersion | undefined {
  return VERSIONS.find((v) => v.id === id || v.aliases.some((alias) => `${v.key}.${alias}` === id));
}

/**
 * The version that a template says it has; a text without one is no template to Heat's reader of texts. Heat: template_format.py
 * parse, template.py get_version, get_template_class.
 */
export function versionOf(raw: ValueMap, isText = false): TemplateVersion | Problem {
  if (isText && !KEYS.some((key) => Object.hasOwn(raw, key))) {
    return problem('HTTPBadRequest', 'Template not in valid format: Template format version not found.', [], EXAMPLE);
  }
  const given = KEYS.filter((key) => typeof own(raw, key) === 'string');
  if (given.length > 1) return invalid(`Ambiguous versions (${given.join(', ')})`, given.slice(0, 1));
  const [key] = given;
  if (key === undefined)
    return invalid('Template version was not provided', KEYS.filter((k) => Object.hasOwn(raw, k)).slice(0, 1), EXAMPLE);
  const date = raw[key] as string;
  const found = findVersion(`${key}.${date}`);
  if (found !== undefined) return found;
  const known = VERSIONS.filter((v) => v.key === key)
    .flatMap((v) => [v.date, ...v.aliases])
    .sort();
  const suggestion = nearest(date, known);
  const text = `"${key}: ${date}". "${key}" should be${known.length > 1 ? ' one of' : ''}: ${known.join(', ')}`;
  return invalid(text, [key], { expected: known.join(', '), ...(suggestion === undefined ? {} : { suggestion }) });
}

function invalid(explanation: string, path: string[], extra: Partial<Problem> = {}): Problem {
  return problem('InvalidTemplateVersion', `The template version is invalid: ${explanation}`, path, extra);
}
