import type { ValueMap } from '../../../../src/expressions/values.ts';

/** A template and what goes with it. */
export interface Case {
  readonly name: string;
  /** Text of a template, YAML or JSON. */
  readonly template: string;
  readonly parameters?: ValueMap;
  readonly environment?: ValueMap;
  readonly files?: Readonly<Record<string, string>>;
}

/** A HOT template of the newest version. */
export const hot = (name: string, body: string, rest: Partial<Case> = {}): Case => ({
  name,
  template: `heat_template_version: 2021-04-16\n${body}`,
  ...rest,
});
