import { isNotFound } from '../../clouds/errors.ts';
import { path } from '../../clouds/path.ts';
import type { Connection, ServiceClient } from '../../clouds/types.ts';
import { isMap, type Value, type ValueMap } from '../../expressions/values.ts';
import { listAt, mapAt, textAt } from './read.ts';
import type { Bundle } from './template-files.ts';

export interface StackState {
  readonly id: string;
  readonly name: string;
  /** Action and status, such as `CREATE_COMPLETE`. */
  readonly status: string;
  readonly reason: string;
  readonly outputs: readonly { readonly key: string; readonly description: string; readonly value: Value }[];
}

/** What a stack is addressed by. */
export type StackName = Pick<StackState, 'name' | 'id'>;

export interface StackEvent {
  readonly id: string;
  readonly time: string;
  /** Name of the stack it happened in. */
  readonly stack: string;
  readonly resource: string;
  readonly status: string;
  readonly reason: string;
}

/** A resource somewhere in a stack's tree. */
export interface StackResource {
  readonly name: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  /** Id of the stack it is in, and of the stack that it is, if it is one. */
  readonly stackId: string;
  readonly nestedId: string | undefined;
}

/** A cloud's orchestration service, as a client sees it. */
export class Stacks {
  readonly #service: ServiceClient;

  /** `serviceType` is what the catalog lists the service as. */
  constructor(connection: Connection, serviceType = 'orchestration') {
    this.#service = connection.service(serviceType);
  }

  /** Gives the id of the new stack. */
  async create(name: string, { template, files }: Bundle, parameters: ValueMap = {}): Promise<string> {
    const body = { stack_name: name, template, files: { ...files }, parameters, disable_rollback: true };
    return textAt(mapAt(await this.#service.post('/stacks', body), 'stack'), 'id');
  }

  /** Begins an update to another template. */
  async update({ name, id }: StackName, { template, files }: Bundle): Promise<void> {
    await this.#service.put(path`/stacks/${name}/${id}`, { template, files: { ...files }, environment: {} });
  }

  /** Begins the deletion; a stack that is gone already is fine. */
  async delete({ name, id }: StackName): Promise<void> {
    try {
      await this.#service.delete(path`/stacks/${name}/${id}`);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  /** The stack of a name; undefined where there is none. */
  async find(name: string): Promise<StackState | undefined> {
    const [found] = listAt(await this.#service.get('/stacks', { query: { name } }), 'stacks');
    return found === undefined ? undefined : this.show({ name, id: textAt(found, 'id') });
  }

  /** The stack as it is now; undefined where it is gone. */
  async show(
    { name, id }: StackName,
    options: { outputs: boolean } = { outputs: true },
  ): Promise<StackState | undefined> {
    try {
      const query = { resolve_outputs: options.outputs ? undefined : 'false' };
      return stateOf(mapAt(await this.#service.get(path`/stacks/${name}/${id}`, { query }), 'stack'));
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /** Events of the stack's whole tree, oldest first, from the one after `marker` on. */
  async events({ name, id }: StackName, marker: string | undefined): Promise<StackEvent[]> {
    const query = { nested_depth: 5, sort_dir: 'asc', marker };
    const answer = await this.#service.get(path`/stacks/${name}/${id}/events`, { query });
    return listAt(answer, 'events').map(eventOf);
  }

  /** All resources of the stack's tree. */
  async resources({ name, id }: StackName): Promise<StackResource[]> {
    const answer = await this.#service.get(path`/stacks/${name}/${id}/resources`, { query: { nested_depth: 5 } });
    return listAt(answer, 'resources').map(resourceOf);
  }
}

function stateOf(stack: ValueMap): StackState {
  return {
    id: textAt(stack, 'id'),
    name: textAt(stack, 'stack_name'),
    status: textAt(stack, 'stack_status'),
    reason: textAt(stack, 'stack_status_reason'),
    outputs: listAt(stack, 'outputs').map((output) => ({
      key: textAt(output, 'output_key'),
      description: textAt(output, 'description'),
      value: output['output_value'] ?? null,
    })),
  };
}

function eventOf(event: ValueMap): StackEvent {
  return {
    id: textAt(event, 'id'),
    time: textAt(event, 'event_time'),
    stack: linkParts(event, 'stack').at(-2) ?? '',
    resource: textAt(event, 'resource_name'),
    status: textAt(event, 'resource_status'),
    reason: textAt(event, 'resource_status_reason'),
  };
}

function resourceOf(resource: ValueMap): StackResource {
  return {
    name: textAt(resource, 'resource_name'),
    type: textAt(resource, 'resource_type'),
    status: textAt(resource, 'resource_status'),
    reason: textAt(resource, 'resource_status_reason'),
    stackId: linkParts(resource, 'stack').at(-1) ?? '',
    nestedId: linkParts(resource, 'nested').at(-1),
  };
}

/** The pieces of a link's path, such as … `stacks`, name, id. */
function linkParts(of: ValueMap, rel: string): string[] {
  const links = of['links'];
  const link = Array.isArray(links) ? links.filter(isMap).find((one) => one['rel'] === rel) : undefined;
  const href = link?.['href'];
  return typeof href === 'string' ? new URL(href).pathname.split('/').map(decodeURIComponent) : [];
}
