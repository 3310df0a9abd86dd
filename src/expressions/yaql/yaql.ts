import { PythonError } from '../python/errors.ts';
import { RegexBudgetError, RegexSyntaxError } from '../python/regex.ts';
import type { Value } from '../values.ts';
import { YaqlError } from './error.ts';
import { parseYaql } from './language/parser.ts';
import type { Expression } from './language/tree.ts';
import type { Library } from './library/library.ts';
import { standardLibrary } from './library/standard.ts';
import { toItem, toValue } from './runtime/convert.ts';
import { Engine, HEAT_LIMITS, type Limits, type Ports } from './runtime/engine.ts';
import { evaluate } from './runtime/evaluate.ts';
import { NO_VALUE } from './runtime/items.ts';

export { HEAT_LIMITS, standardLibrary, YaqlError };
export type { Library, Limits, Ports };

export interface EvaluateOptions extends Ports {
  /** What differs from {@link HEAT_LIMITS}. */
  readonly limits?: Partial<Limits>;
  /** The functions that may be called; the standard library unless told otherwise. Build it once and pass it: building takes longer than most expressions. */
  readonly library?: Library;
}

/**
 * Compiles an expression of YAQL. Throws {@link YaqlError}: YaqlLexicalException or YaqlGrammarException, with the position.
 */
export function compileYaql(text: string): YaqlExpression {
  return new YaqlExpression(
    text,
    guarded(() => parseYaql(text)),
  );
}

/** A compiled expression; it holds no state and can be evaluated any number of times. */
export class YaqlExpression {
  readonly text: string;
  readonly #root: Expression;
  constructor(text: string, root: Expression) {
    this.text = text;
    this.#root = root;
  }

  /** The value for `$` being `data`. Throws {@link YaqlError} with the class that yaql raises, or one of our limits. */
  evaluate(data: Value, options: EvaluateOptions = {}): Value {
    return guarded(() => {
      const engine = new Engine({ ...HEAT_LIMITS, ...options.limits }, options);
      const context = (options.library ?? standardLibrary()).context();
      context.set('$', toItem(data));
      const result = evaluate(this.#root, NO_VALUE, context, engine);
      engine.charge(result);
      return toValue(result, engine);
    });
  }
}

/** Runs and turns every failure that an expression can cause into a {@link YaqlError}. */
function guarded<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw translate(error);
  }
}

function translate(error: unknown): unknown {
  if (error instanceof PythonError) return new YaqlError(error.kind, error.message);
  if (error instanceof RegexSyntaxError) return new YaqlError('error', error.message, error.position);
  if (error instanceof RegexBudgetError) return new YaqlError('StepLimitExceededException', error.message);
  if (!(error instanceof RangeError)) return error;
  // The only RangeErrors left are an exhausted stack and a text or a number beyond what the runtime can hold.
  return error.message.includes('call stack')
    ? new YaqlError('RecursionError', 'maximum recursion depth exceeded')
    : new YaqlError('MemoryQuotaExceededException', 'Expression consumed too much memory');
}
