import { writeJson } from '../../expressions/json.ts';
import type { StackState } from '../client/stacks.ts';

/** The outputs of a stack for a terminal, a line each. */
export function describeOutputs(outputs: StackState['outputs']): string {
  const widest = Math.max(0, ...outputs.map(({ key }) => key.length));
  return outputs
    .map(({ key, value }) => `  ${key.padEnd(widest)}  ${typeof value === 'string' ? value : writeJson(value)}`)
    .join('\n');
}
