import type { Connection } from '../../clouds/types.ts';
import type { Clock, Random } from '../../expressions/ports.ts';
import type { Finder, RemoteContext } from '../../resources/contract.ts';
import type { StackRecord, Store, Vault } from '../../storage/types.ts';
import type { ModelHost } from '../model/stack-model.ts';

/** Everything the engine asks of the world; a simulation gives its own. */
export interface EnginePorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly host: ModelHost;
  readonly clouds: StackClouds;
  readonly vault: Vault;
  readonly log: EngineLog;
  readonly limits: EngineLimits;
}

/** The clouds that stacks live on. */
export interface StackClouds {
  /** The connection that acts for the stack's owner, good for as long as the stack lives. Shared by the stacks of a tree. */
  connection(stack: StackRecord): Promise<Connection>;
  /** The home cloud, as the stack's owner's delegate, wherever the stack lives. */
  home(stack: StackRecord): Promise<Connection>;
  /** A cloud other than the stack's own, as Context.remote has it. */
  remote(stack: StackRecord, where: RemoteContext): Promise<Connection>;
  finder(connection: Connection): Finder;
  /** Gives up the delegation of a stack that is gone. Failures are the port's to log: the stack is gone either way. */
  release(stack: StackRecord): Promise<void>;
}

export interface EngineLimits {
  /** How often an object that went to an error state is made anew. Heat: action_retry_limit. */
  readonly createRetries: number;
  /** Seconds an operation may take where the stack does not say. Heat: stack_action_timeout. */
  readonly operationSeconds: number;
  readonly nestedDepth: number;
  /** Seconds within which a cloud may still act on a request whose sender has died. */
  readonly lateRequestSeconds: number;
}

export interface EngineLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
