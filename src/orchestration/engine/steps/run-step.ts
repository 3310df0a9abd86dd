import { parseKey, type Plan } from '../../plan/plan.ts';
import type { Failure } from '../failure.ts';
import type { Operation } from '../operation.ts';
import { applyStep } from './apply.ts';
import { checkStep } from './check.ts';
import { removeStep } from './remove.ts';

/** Runs one step of a plan; resolves with what went wrong, if anything. Rejects only when the store fails. */
export async function runStep(operation: Operation, plan: Plan, key: string): Promise<Failure | undefined> {
  const { kind, subject } = parseKey(key);
  switch (kind) {
    case 'apply':
      return applyStep(operation, plan.apply[subject]!, subject);
    case 'remove':
      return removeStep(operation, subject);
    case 'gate':
      return undefined;
    case 'check':
      return checkStep(operation, subject);
  }
}
