/** Bounds on what a template's text may hold. */
export interface TextLimits {
  /** Characters of the text. Heat: `max_template_size`, 524288. */
  readonly size: number;
  /** Maps and lists inside one another. */
  readonly depth: number;
  /** Values in all, where each use of a YAML alias counts as much as what it stands for. */
  readonly nodes: number;
}

export const DEFAULT_TEXT_LIMITS: TextLimits = { size: 524_288, depth: 100, nodes: 500_000 };
