import type { StackRecord, Store } from '../../storage/types.ts';
import { facadeOf } from './facade.ts';
import { StackModel, type ModelHost } from './stack-model.ts';

/** The models of stored stacks, read once for as long as a stack keeps its template; the least recently used go first. */
export class ModelCache {
  readonly #models = new Map<string, StackModel>();
  readonly #store: Store;
  readonly #host: ModelHost;
  readonly #limit: number;

  constructor(store: Store, host: ModelHost, limit = 500) {
    this.#store = store;
    this.#host = host;
    this.#limit = limit;
  }

  /** The model of a stack; undefined where its template is gone. */
  async of(stack: StackRecord): Promise<StackModel | undefined> {
    const key = `${stack.id} ${stack.templateId}`;
    const known = this.#models.get(key);
    if (known !== undefined) {
      this.#models.delete(key);
      this.#models.set(key, known);
      return known;
    }
    const template = await this.#store.template(stack.templateId);
    if (template === undefined) return undefined;
    const identity = { id: stack.id, name: stack.name, projectId: stack.projectId };
    const model = StackModel.read(identity, template, this.#host, {
      facade: await facadeOf(this.#store, this.#host, stack, template),
    });
    this.#models.set(key, model);
    if (this.#models.size > this.#limit) this.#models.delete(this.#models.keys().next().value!);
    return model;
  }
}
