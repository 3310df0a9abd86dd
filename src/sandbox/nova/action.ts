import { isMap, type Value, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import type { Answer } from '../kernel/http.ts';
import type { Server } from './items.ts';
import type { World } from './world.ts';

/** What is asked of a server with `POST /servers/{id}/action`. */
export interface ActionRequest {
  readonly world: World;
  readonly server: Server;
  /** What stands beside the name of the action in the body. */
  readonly argument: Value;
  readonly call: Call;
  readonly minor: number;
}
export type Action = (request: ActionRequest) => Answer;
export type Actions = Readonly<Record<string, Action>>;

export const ACCEPTED: Answer = { status: 202 };

/** The argument of an action as a map; an empty one where it is none. */
export function options({ argument }: ActionRequest): ValueMap {
  return isMap(argument) ? argument : {};
}
