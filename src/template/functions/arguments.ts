import { reprText } from '../../expressions/python/text.ts';
import { isMap, type Value, type ValueMap } from '../../expressions/values.ts';
import { ResolveError } from '../resolve-error.ts';
import type { CallContext } from './contract.ts';

/** A map as data; a map that is the call of a function is none. */
export function isData(raw: Value | undefined, call: CallContext): raw is ValueMap {
  return isMap(raw) && !call.isCall(raw);
}

/** A missing or wrong key where Python raises KeyError, whose text is the repr of its message. */
export function keyError(message: string): ResolveError {
  return new ResolveError('KeyError', reprText(message));
}

/** Heat's usual complaint about arguments. */
export function shouldBe(name: string, example: string): string {
  return `Incorrect arguments to "${name}" should be: ${example}`;
}
