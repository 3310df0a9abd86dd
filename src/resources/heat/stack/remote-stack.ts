import { writeJson } from '../../../expressions/json.ts';
import { isMap, own, type ValueMap } from '../../../expressions/values.ts';
import { readAnswer } from '../../../clouds/answer.ts';
import { CloudError, isConflict, isNotFound, isPassing } from '../../../clouds/errors.ts';
import { requestId } from '../../../clouds/link.ts';
import { path } from '../../../clouds/path.ts';
import type { Connection, ServiceClient, WireResponse } from '../../../clouds/types.ts';
import { mapAt, mapsAt, textOf } from '../../access.ts';
import type { Context, Properties } from '../../contract.ts';
import { notFound } from '../../words.ts';

/** Key in the resource's data: the name that the stack has on its cloud. */
export const NAME = 'stack_name';
/** Key in the resource's data: the id of the request that began what is under way there, to be found in that cloud's logs. */
export const REQUEST = 'request_id';

/** How often a request to make a stack is sent when its fate is unknown and the stack is not found. */
const ATTEMPTS = 3;

/** The orchestration API (v1) of the cloud that a stack is on. */
export class RemoteStack {
  readonly connection: Connection;
  readonly #context: Context;

  constructor(context: Context, connection: Connection) {
    this.#context = context;
    this.connection = connection;
  }

  /** The stack's live state of this name, if there is one. */
  async find(name: string): Promise<ValueMap | undefined> {
    const answer = await this.#service.get('/stacks', { query: { name }, signal: this.#context.signal });
    return mapsAt(isMap(answer) ? answer : {}, 'stacks').find((stack) => own(stack, 'stack_name') === name);
  }

  /** The stack in full; undefined when it is gone. */
  async read(): Promise<ValueMap | undefined> {
    try {
      const answer = await this.#service.get(await this.#path(), { signal: this.#context.signal });
      const stack = mapAt(isMap(answer) ? answer : {}, 'stack');
      return own(stack, 'stack_status') === 'DELETE_COMPLETE' ? undefined : stack;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /** Asks for a stack under the physical name; one that is there already under it was asked for before. */
  async create(properties: Properties): Promise<{ id: string; requestId: string | undefined }> {
    const { clock, physicalName, signal } = this.#context;
    const body = writeJson({ stack_name: physicalName, ...this.#request(properties) });
    for (let attempt = 1; ; attempt++) {
      try {
        // Not given up when the operation is: a request whose answer nobody awaits might make a stack that nobody knows of.
        const answer = await this.#service.raw('POST', '/stacks', body, { headers: JSON_BODY });
        return { id: this.#idIn(answer), requestId: requestId(answer) };
      } catch (error) {
        // No telling whether the stack was made: look before asking again. Where the name is taken, an earlier request has come
        // through meanwhile, perhaps that of a process that has died: nobody else knows the name.
        const isTaken = isConflict(error);
        if (!isPassing(error) && !isTaken) throw error;
        if (!isTaken) await clock.sleep(500 * 2 ** attempt, signal);
        const id = textOf(await this.find(physicalName), 'id');
        if (id !== undefined) return { id, requestId: error.requestId };
        if (attempt === ATTEMPTS || isTaken) throw error;
      }
    }
  }

  /** Asks for a change; gives the id of the request. */
  async update(properties: Properties): Promise<string | undefined> {
    const { signal } = this.#context;
    const answer = await this.#service.raw('PUT', await this.#path(), writeJson(this.#request(properties)), {
      headers: JSON_BODY,
      retryConflict: true,
      signal,
    });
    return requestId(answer);
  }

  async delete(): Promise<void> {
    try {
      await this.#service.delete(await this.#path(), { retryConflict: true, signal: this.#context.signal });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  async check(): Promise<void> {
    await this.#service.post(`${await this.#path()}/actions`, { check: null }, { signal: this.#context.signal });
  }

  /** Resolves with what `seen` makes of a state of the stack; one list serves all who wait on this cloud. */
  watch<T>(seen: (stack: ValueMap | undefined) => T | undefined): Promise<T> {
    const collection = { service: 'orchestration', path: '/stacks', key: 'stacks' };
    return this.connection.watch(collection, this.#id, seen, this.#context.signal);
  }

  get #service(): ServiceClient {
    return this.connection.service('orchestration');
  }

  /** The id of a new stack. An answer without one leaves it open whether there is a stack. */
  #idIn({ body, status }: WireResponse): string {
    let id: string | undefined;
    try {
      const answer = readAnswer(body);
      id = textOf(mapAt(isMap(answer) ? answer : {}, 'stack'), 'id');
    } catch {
      // Said below.
    }
    if (id !== undefined && id !== '') return id;
    const { name: cloud } = this.connection.cloud;
    throw new CloudError('The service did not tell the id of the new stack', {
      cloud,
      service: 'orchestration',
      code: 'UnexpectedAnswer',
      method: 'POST',
      path: '/stacks',
      status,
    });
  }

  get #id(): string {
    const { id, name } = this.#context;
    if (id === undefined) throw new TypeError(`Resource ${name} has no id yet.`);
    return id;
  }

  /** A stack that was made elsewhere (`external_id`) is known by its id only. */
  async #path(): Promise<string> {
    const name = textOf(this.#context.data, NAME) ?? (await this.#nameOf(this.#id));
    return path`/stacks/${name}/${this.#id}`;
  }

  async #nameOf(id: string): Promise<string> {
    const answer = await this.#service.get('/stacks', { query: { id }, signal: this.#context.signal });
    const stack = mapsAt(isMap(answer) ? answer : {}, 'stacks').find((item) => own(item, 'id') === id);
    const name = textOf(stack, 'stack_name');
    if (name === undefined) throw notFound('Stack', id);
    return name;
  }

  #request(properties: Properties): ValueMap {
    const parameters = mapAt(properties, 'parameters');
    const { files, environment } = this.#context.inherited(parameters);
    const timeout = own(properties, 'timeout') ?? null;
    return {
      template: own(properties, 'template') ?? null,
      parameters,
      files: { ...files },
      environment,
      // Undoing is the business of the stack that this one belongs to.
      disable_rollback: true,
      ...(timeout === null ? {} : { timeout_mins: timeout }),
    };
  }
}

const JSON_BODY = { 'content-type': 'application/json', accept: 'application/json' };
