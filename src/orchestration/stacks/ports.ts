import type { Clock, Random } from '../../expressions/ports.ts';
import type { StackRecord, Store, Vault } from '../../storage/types.ts';
import type { Delegation } from '../delegation.ts';
import type { Engine } from '../engine/engine.ts';
import type { ModelCache } from '../model/model-cache.ts';
import type { EngineLog } from '../engine/ports.ts';
import type { ModelHost } from '../model/stack-model.ts';

/** What the stack service is built from. */
export interface ServicePorts {
  readonly store: Store;
  readonly vault: Vault;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly random: Random;
  readonly host: ModelHost;
  readonly models: ModelCache;
  readonly delegation: Delegation;
  readonly limits: ServiceLimits;
  readonly log: EngineLog;
  /** Gets a text that a template names by URL; rejects with a reason that is fit for the user. Absent: nothing is fetched. */
  readonly fetchUrl?: (url: string) => Promise<string>;
}

export interface ServiceLimits {
  /** Heat: max_stacks_per_tenant. -1: no limit. */
  readonly stacksPerProject: number;
  /** Heat: max_resources_per_stack, over the whole tree. -1: no limit. */
  readonly resourcesPerStack: number;
  readonly nestedDepth: number;
  /** What the files of a container may weigh together, in bytes. Heat: max_json_body_size. */
  readonly filesBytes: number;
  /** Heat: stack_action_timeout. */
  readonly operationSeconds: number;
  /** Stacks with one of these tags are left out of lists. Heat: hidden_stack_tags. */
  readonly hiddenStackTags: readonly string[];
}

/** When an operation that begins now has to have ended. */
export function deadline(ports: Pick<ServicePorts, 'clock' | 'limits'>, timeoutMins: number | null): number {
  return ports.clock.now() + (timeoutMins === null ? ports.limits.operationSeconds : timeoutMins * 60) * 1000;
}

export function identityOf(stack: StackRecord): { id: string; name: string; projectId: string } {
  return { id: stack.id, name: stack.name, projectId: stack.projectId };
}
