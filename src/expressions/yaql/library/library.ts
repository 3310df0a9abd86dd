import { Context } from '../runtime/context.ts';
import type { FunctionSpec } from '../runtime/function.ts';

/**
 * The functions an expression may call, in layers: those of the last layer are looked for first.
 * Add to the standard ones with `standardLibrary().with([...])`.
 */
export class Library {
  readonly #layers: readonly (readonly FunctionSpec[])[];
  /** Expressions define functions of their own in contexts below it, never in it. */
  readonly #base: Context;
  constructor(layers: readonly (readonly FunctionSpec[])[]) {
    this.#layers = layers;
    this.#base = layers.reduce<Context | undefined>(layerContext, undefined) ?? new Context();
  }

  /** This library and a layer before it. */
  with(functions: readonly FunctionSpec[]): Library {
    return new Library([...this.#layers, functions]);
  }

  /** A new context in which the functions are found. */
  context(): Context {
    return new Context(this.#base);
  }

  /** The names that can be called, sorted, without operators and properties. */
  names(): string[] {
    const names = this.#layers.flat().map((spec) => spec.name);
    return [...new Set(names)].filter((name) => /^\w/.test(name)).sort();
  }
}

function layerContext(parent: Context | undefined, layer: readonly FunctionSpec[]): Context {
  const context = new Context(parent);
  for (const spec of layer) context.register(spec);
  return context;
}
