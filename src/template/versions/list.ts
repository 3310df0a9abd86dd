import type { FunctionTable } from '../functions/contract.ts';
import type { TemplateVersion } from './version.ts';

/** A function as `template function list` shows it. */
export interface ListedFunction {
  readonly name: string;
  readonly description: string;
}

/** The functions of a version, and on demand those that only conditions may use. */
export function listFunctions(version: TemplateVersion, withConditions = false): ListedFunction[] {
  const listed = new Map(usable(version.functions));
  if (withConditions)
    for (const [name, description] of usable(version.conditionFunctions)) listed.set(name, description);
  return [...listed].map(([name, description]) => ({ name, description }));
}

function usable(table: FunctionTable): [string, string][] {
  return [...table].flatMap(([name, fn]): [string, string][] => ('forbidden' in fn ? [] : [[name, fn.description]]));
}
