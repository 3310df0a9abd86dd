import { isMap, own, type Value, type ValueMap } from '../../../src/expressions/values.ts';
import { parseJson, writeJson } from '../../../src/expressions/json.ts';
import type { Server } from '../../../src/server/compose.ts';

export interface Answer {
  readonly status: number;
  readonly body: ValueMap;
  readonly headers: Readonly<Record<string, string>>;
}

/** A user of a server's orchestration API, by its HTTP front without a socket. */
export class User {
  readonly #app: Server['app'];
  readonly #token: () => Promise<string>;
  readonly #project: () => Promise<string>;
  readonly #pause: (ms: number) => Promise<void>;
  /** Every answer so far, as text. */
  readonly answers: string[] = [];

  constructor(
    server: Server,
    as: { token(): Promise<string>; projectId(): Promise<string> },
    pause: (ms: number) => Promise<void>,
  ) {
    this.#app = server.app;
    this.#token = () => as.token();
    this.#project = () => as.projectId();
    this.#pause = pause;
  }

  async ask(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: Value): Promise<Answer> {
    const answer = await this.#app.inject({
      method,
      url: `/orchestration/v1/${await this.#project()}${path}`,
      headers: {
        'x-auth-token': await this.#token(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { payload: writeJson(body) }),
    });
    this.answers.push(answer.body);
    const parsed = answer.body === '' ? {} : parseJson(answer.body);
    return {
      status: answer.statusCode,
      body: isMap(parsed) ? parsed : {},
      headers: answer.headers as Record<string, string>,
    };
  }

  /** Makes a stack; gives its id. Throws with the refusal. */
  async create(name: string, template: Value, more: ValueMap = {}): Promise<string> {
    const answer = await this.ask('POST', '/stacks', { stack_name: name, template, ...more });
    if (answer.status !== 201) throw new Error(messageOf(answer));
    return String(mapAt(answer.body, 'stack')['id']);
  }

  async update(name: string, id: string, template: Value, more: ValueMap = {}): Promise<void> {
    const answer = await this.ask('PUT', `/stacks/${name}/${id}`, { template, ...more });
    if (answer.status !== 202) throw new Error(messageOf(answer));
  }

  async show(name: string, id: string): Promise<ValueMap> {
    return mapAt((await this.ask('GET', `/stacks/${name}/${id}`)).body, 'stack');
  }

  /** Waits for the end of what is being done to the stack; gives the stack. */
  async ended(name: string, id: string): Promise<ValueMap> {
    for (;;) {
      const stack = await this.show(name, id);
      if (!String(stack['stack_status']).endsWith('_IN_PROGRESS')) return stack;
      await this.#pause(200);
    }
  }

  async resource(name: string, id: string, resource: string): Promise<ValueMap> {
    return mapAt((await this.ask('GET', `/stacks/${name}/${id}/resources/${resource}`)).body, 'resource');
  }

  /** Removes a stack and waits until it is gone; gives its last state. */
  async remove(name: string, id: string): Promise<ValueMap> {
    await this.ask('DELETE', `/stacks/${name}/${id}`);
    return this.ended(name, id);
  }
}

/** What a refusal says. */
export function messageOf({ status, body }: Answer): string {
  const error = mapAt(body, 'error');
  return `${status} ${String(error['type'])}: ${String(error['message'])}`;
}

export function mapAt(value: ValueMap, key: string): ValueMap {
  const found = own(value, key);
  return isMap(found) ? found : {};
}

/** The outputs of a stack by name. */
export function outputsOf(stack: ValueMap): ValueMap {
  const outputs = stack['outputs'];
  const list = Array.isArray(outputs) ? outputs.filter(isMap) : [];
  return Object.fromEntries(list.map((output) => [String(output['output_key']), output['output_value'] ?? null]));
}
