import { PythonError } from '../../expressions/python/errors.ts';
import type { Value } from '../../expressions/values.ts';
import { parameterMissing, ResolveError } from '../resolve-error.ts';
import type { ParameterSchema } from './schema.ts';
import { parameterText, parameterValue } from './values.ts';

/** One parameter with what was given for it. */
export interface GivenParameter {
  readonly schema: ParameterSchema;
  /** What the user gave; null or absent: nothing. */
  readonly given?: Value;
  /** What an environment's parameter_defaults gives in place of the template's default. */
  readonly userDefault?: Value;
  /** AWS:: and OS:: parameters, which every template has. */
  readonly pseudo: boolean;
}

const HIDDEN = '******';

/** The parameters of a stack, pseudo parameters included, with their values. */
export class Parameters {
  readonly #parameters: ReadonlyMap<string, GivenParameter>;
  readonly #values = new Map<string, Value>();

  constructor(parameters: Iterable<GivenParameter>) {
    this.#parameters = new Map([...parameters].map((parameter) => [parameter.schema.name, parameter]));
  }

  /** True for a parameter of this name, with a value or not. */
  has(name: string): boolean {
    return this.#parameters.has(name);
  }

  /** Names in the order of declaration, pseudo parameters first. */
  names(): string[] {
    return [...this.#parameters.keys()];
  }

  /** True for a parameter that has a value or a default. */
  hasValue(name: string): boolean {
    return this.#raw(name) !== null;
  }

  /** The value, converted to its type. Throws {@link ResolveError} UserParameterMissing, or ValueError where it cannot be converted. */
  get(name: string): Value {
    const known = this.#values.get(name);
    if (known !== undefined) return known;
    const parameter = this.#parameters.get(name);
    const raw = this.#raw(name);
    if (parameter === undefined || raw === null) throw parameterMissing(name);
    try {
      const value = parameterValue(parameter.schema.type, raw);
      this.#values.set(name, value);
      return value;
    } catch (error) {
      if (error instanceof PythonError) throw new ResolveError('ValueError', error.message);
      throw error;
    }
  }

  /** The declaration; undefined for an unknown name. */
  schema(name: string): ParameterSchema | undefined {
    return this.#parameters.get(name)?.schema;
  }

  /** The parameter with what was given for it; undefined for an unknown name. */
  given(name: string): GivenParameter | undefined {
    return this.#parameters.get(name);
  }

  /** True where the value must not be shown. */
  isHidden(name: string): boolean {
    return this.#parameters.get(name)?.schema.hidden ?? false;
  }

  /** All values as text, as stack show prints them; hidden ones as `******` unless asked for. */
  toStrings(options: { showHidden?: boolean } = {}): Record<string, string> {
    const entries = this.names()
      .filter((name) => this.hasValue(name))
      .map((name): [string, string] => [name, options.showHidden || !this.isHidden(name) ? this.#text(name) : HIDDEN]);
    return Object.fromEntries(entries);
  }

  #text(name: string): string {
    return parameterText(this.#parameters.get(name)!.schema.type, this.get(name));
  }

  #raw(name: string): Value {
    const parameter = this.#parameters.get(name);
    return parameter?.given ?? parameter?.userDefault ?? parameter?.schema.default ?? null;
  }
}
