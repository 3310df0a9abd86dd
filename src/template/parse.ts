import { truthy } from '../expressions/python/order.ts';
import { str } from '../expressions/python/text.ts';
import { own, type Value } from '../expressions/values.ts';
import { toBeTold, type Problem } from './problems.ts';
import { readOutputs } from './structure/outputs.ts';
import { readResources } from './structure/resources.ts';
import { checkSections, readConditions, readMappings, readParameters } from './structure/sections.ts';
import type { Template } from './template.ts';
import { DEFAULT_TEXT_LIMITS, type TextLimits } from './text/limits.ts';
import { locate } from './text/positions.ts';
import { readText, readValue } from './text/read.ts';
import { describeTemplate } from './validate.ts';
import { versionOf } from './versions/find.ts';

/** Bounds on a template. */
export type TemplateLimits = TextLimits;

export interface ParseOptions {
  /** How problems name the template. */
  readonly file?: string;
  readonly limits?: Partial<TemplateLimits>;
}

/**
 * Reads a template from text (JSON or YAML) or from a value, and checks its structure. A template comes back wherever enough of it
 * can be understood to look for more problems; it may be used only where no problem is an error. Never throws for a user's mistake.
 */
export function parseTemplate(source: Value, options: ParseOptions = {}): { template?: Template; problems: Problem[] } {
  const limits = { ...DEFAULT_TEXT_LIMITS, ...options.limits };
  const kind = { what: 'template' as const, ...(options.file === undefined ? {} : { file: options.file }) };
  const text = typeof source === 'string' ? source : undefined;
  const finish = (problems: Problem[], template?: Template): { template?: Template; problems: Problem[] } => {
    const placed = locate(toBeTold(problems), text).map((p) =>
      options.file === undefined ? p : { ...p, file: options.file },
    );
    return template === undefined ? { problems: placed } : { template, problems: placed };
  };
  const read = text === undefined ? readValue(source, limits, kind) : readText(text, limits, kind);
  if ('problem' in read) return finish([read.problem]);
  const raw = read.value;
  const version = versionOf(raw, text !== undefined);
  if ('severity' in version) return finish([version]);
  const problems: Problem[] = [];
  const { words } = version;
  // What Python calls false is an empty section.
  const section = (name: string | undefined): Value => {
    const written = name === undefined ? null : (own(raw, name) ?? null);
    return truthy(written) ? written : null;
  };
  checkSections(raw, version, problems);
  const resources = readResources(section(words.resources), version, problems);
  const template: Template = {
    raw,
    ...(text === undefined ? {} : { source: text }),
    ...(options.file === undefined ? {} : { file: options.file }),
    version,
    description: str(describeTemplate({ raw, version })),
    parameters: readParameters(section(words.parameters), version, problems),
    parameterGroups: section(words.parameterGroups),
    mappings: readMappings(raw, version, problems),
    conditions: readConditions(
      words.conditions === undefined ? undefined : own(raw, words.conditions),
      version,
      problems,
    ),
    resources,
    outputs: readOutputs(section(words.outputs), version, problems),
  };
  return finish(problems, template);
}
