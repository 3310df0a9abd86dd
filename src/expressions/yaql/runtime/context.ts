import type { FunctionSpec } from './function.ts';
import type { Item } from './items.ts';

/** The variables and functions that an expression sees: its own, then its parent's. */
export class Context {
  readonly parent: Context | undefined;
  #data: Map<string, Item> | undefined;
  #functions: Map<string, FunctionSpec[]> | undefined;

  constructor(parent?: Context) {
    this.parent = parent;
  }

  /** The variable's value, null where there is none. `$` is `$1`. */
  get(name: string): Item {
    const key = variableKey(name);
    // oxlint-disable-next-line typescript/no-this-alias, unicorn/no-this-assignment -- walks up from here
    for (let context: Context | undefined = this; context !== undefined; context = context.parent) {
      const value = context.#data?.get(key);
      if (value !== undefined) return value;
    }
    return null;
  }

  set(name: string, value: Item): void {
    (this.#data ??= new Map<string, Item>()).set(variableKey(name), value);
  }

  register(spec: FunctionSpec): void {
    const functions = (this.#functions ??= new Map<string, FunctionSpec[]>());
    const overloads = functions.get(spec.name);
    if (overloads === undefined) functions.set(spec.name, [spec]);
    else overloads.push(spec);
  }

  /** The overloads of a name, nearest context first. Trailing underscores do not count, as in yaql. */
  overloads(name: string, wanted: (spec: FunctionSpec) => boolean): FunctionSpec[][] {
    const plain = name.replace(/_+$/, '');
    const layers: FunctionSpec[][] = [];
    // oxlint-disable-next-line typescript/no-this-alias, unicorn/no-this-assignment -- walks up from here
    for (let context: Context | undefined = this; context !== undefined; context = context.parent) {
      const layer = context.#functions?.get(plain)?.filter(wanted);
      if (layer !== undefined && layer.length > 0) layers.push(layer);
    }
    return layers;
  }
}

function variableKey(name: string): string {
  if (name === '$' || name === '') return '$1';
  return name.startsWith('$') ? name : `$${name}`;
}
