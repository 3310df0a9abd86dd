/** What keeps a function from having a value. `message` is Heat's text, `type` its class or the Python exception it raises. */
export class ResolveError extends Error {
  override readonly name = 'ResolveError';
  readonly type: string;
  /** Where in the resolved value it happened; filled in on the way out. */
  readonly path: (string | number)[] = [];
  readonly suggestion?: string;
  constructor(type: string, message: string, suggestion?: string) {
    super(message);
    this.type = type;
    if (suggestion !== undefined) this.suggestion = suggestion;
  }
}

/** A bad value where Python raises ValueError. */
export function valueError(message: string): ResolveError {
  return new ResolveError('ValueError', message);
}

/** A value of a wrong kind, where Python raises TypeError. */
export function typeError(message: string): ResolveError {
  return new ResolveError('TypeError', message);
}

/** A parameter that no template or user gives. */
export function parameterMissing(name: string, suggestion?: string): ResolveError {
  return new ResolveError('UserParameterMissing', `The Parameter (${name}) was not provided.`, suggestion);
}

/** A name that is no resource; `where` is the place in Heat's notation. */
export function badReference(name: string, where: string, suggestion?: string): ResolveError {
  return new ResolveError(
    'InvalidTemplateReference',
    `The specified reference "${name}" (in ${where}) is incorrect.`,
    suggestion,
  );
}
