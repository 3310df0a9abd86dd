/** Where something is in a template: keys and indexes from the top. */
export type Path = readonly (string | number)[];

/** Something wrong (or doubtful) about a template, an environment or a parameter. */
export interface Problem {
  severity: 'error' | 'warning';
  /** Heat's class for it, such as StackValidationFailed; decides the status of the answer. */
  type: string;
  /** What Heat would say. */
  message: string;
  path: (string | number)[];
  file?: string;
  /** Both count from 1; present where the source text is at hand (see `locate`). */
  line?: number;
  column?: number;
  /** What would have been right. */
  expected?: string;
  /** The name that was probably meant. */
  suggestion?: string;
}

/** An error; `extra` adds what is known beyond Heat's words. */
export function problem(type: string, message: string, path: Path = [], extra: Partial<Problem> = {}): Problem {
  return { severity: 'error', type, message, path: [...path], ...extra };
}

/** So many problems of one template are told; whoever has more has enough to do. */
const MOST_PROBLEMS = 1_000;

/** The problems that are told: all, or the first of very many, errors before warnings. */
export function toBeTold(problems: readonly Problem[]): readonly Problem[] {
  if (problems.length <= MOST_PROBLEMS) return problems;
  const [errors, warnings] = [problems.filter(isError), problems.filter((p) => !isError(p))];
  return [...errors, ...warnings].slice(0, MOST_PROBLEMS);
}

/** The text of a Heat error with a path: `Property error: resources.a.properties.b: text`; either part may be missing. */
export function pathMessage(error: string, path: Path, message: string): string {
  let dotted = '';
  for (const part of path) {
    const text = String(part);
    if (/^\d+$/.test(text)) dotted += `[${text}]`;
    else dotted = dotted === '' ? text : `${dotted}.${text}`;
  }
  return `${error === '' ? '' : `${error}: `}${dotted === '' ? '' : `${dotted}: `}${message}`;
}

/** Thrown where a caller asked for a result and there are only problems; type and message are those of the first. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  readonly type: string;
  readonly problems: Problem[];
  constructor(problems: Problem[]) {
    const first = problems.find((p) => p.severity === 'error') ?? problems[0];
    super(first?.message ?? 'The template is not valid.');
    this.type = first?.type ?? 'StackValidationFailed';
    this.problems = problems;
  }
}

/** True when any of the problems is an error. */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(isError);
}

function isError({ severity }: Problem): boolean {
  return severity === 'error';
}
