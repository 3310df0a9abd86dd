import { pathMessage, problem, type Path, type Problem } from '../problems.ts';
import type { ResolveError } from '../resolve-error.ts';

/** Exceptions of Python, which Heat turns into StackValidationFailed wherever it validates. */
const PYTHON = new Set([
  'ValueError',
  'TypeError',
  'KeyError',
  'AttributeError',
  'IndexError',
  'ZeroDivisionError',
  'OverflowError',
  'StopIteration',
  'RecursionError',
  'UnicodeEncodeError',
]);

/** The problem that an error is, with the class under which Heat reports it. */
export function problemOf(error: ResolveError, path: Path, message = error.message, type = error.type): Problem {
  const extra = error.suggestion === undefined ? {} : { suggestion: error.suggestion };
  return problem(PYTHON.has(type) ? 'StackValidationFailed' : type, message, path, extra);
}

/** True for an error that is only Python's. */
export function isPythonKind(error: ResolveError): boolean {
  return PYTHON.has(error.type);
}

/** The problem of a resource's or output's condition; Heat puts the place before what Python says, and before nothing else. */
export function conditionProblem(error: ResolveError, path: Path): Problem {
  return problemOf(error, path, isPythonKind(error) ? pathMessage('', path, error.message) : error.message);
}
