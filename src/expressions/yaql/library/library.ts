import { Context } from '../runtime/context.ts';
import type { FunctionSpec } from '../runtime/function.ts';

/**
 * The functions an expression may call, in layers: those of the last layer are looked for first.
 * Add to the standard ones with `standardLibrary().with([...])`.
 */
export class Library {
  readonly #layers: readonly (readonly FunctionSpec[])[];
  constructor(layers: readonly (readonly FunctionSpec[])[]) {
    this.#layers = layers;
  }

  /** This library and a layer before it. */
  with(functions: readonly FunctionSpec[]): Library {
    return new Library([...this.#layers, functions]);
  }

  /** A context in which the functions are found. */
  context(): Context {
    let context = new Context();
    for (const layer of this.#layers) {
      for (const spec of layer) context.register(spec);
      context = new Context(context);
    }
    return context;
  }

  /** The names that can be called, sorted, without operators and properties. */
  names(): string[] {
    const names = this.#layers.flat().map((spec) => spec.name);
    return [...new Set(names)].filter((name) => /^\w/.test(name)).sort();
  }
}
