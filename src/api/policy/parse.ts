import { compileCheck, PolicyError, type Check } from './check.ts';

/**
 * Compiles a rule in the language of oslo.policy: checks joined with `and`, `or`, `not` and parentheses; an empty rule always
 * holds, `@` too, `!` never. `not` binds tighter than `and`, `and` tighter than `or`.
 * Throws PolicyError with what is wrong; unlike oslo.policy, which then refuses everything at run time.
 */
export function compileRule(text: string, rule: (name: string) => Check): Check {
  const tokens = tokenise(text);
  if (tokens.length === 0) return () => true;
  let at = 0;

  const word = (expected: string): boolean => {
    if (tokens[at]?.toLowerCase() !== expected) return false;
    at += 1;
    return true;
  };
  const joined = (operator: string, operand: () => Check, join: (parts: readonly Check[]) => Check): Check => {
    const parts = [operand()];
    while (word(operator)) parts.push(operand());
    return parts.length === 1 ? parts[0]! : join(parts);
  };
  const either = (): Check =>
    joined('or', both, (parts) => (target, credentials) => parts.some((part) => part(target, credentials)));
  const both = (): Check =>
    joined('and', single, (parts) => (target, credentials) => parts.every((part) => part(target, credentials)));
  const single = (): Check => {
    if (word('not')) {
      const inner = single();
      return (target, credentials) => !inner(target, credentials);
    }
    if (word('(')) {
      const inner = either();
      if (!word(')')) throw new PolicyError(`a parenthesis is not closed in "${text}"`);
      return inner;
    }
    const token = tokens[at];
    if (token === undefined) throw new PolicyError(`"${text}" ends where a check is expected`);
    at += 1;
    return compileCheck(token, rule);
  };

  const check = either();
  if (at < tokens.length) throw new PolicyError(`"${tokens[at]}" is not expected in "${text}"`);
  return check;
}

/** Splits at blanks; parentheses stand apart, but for those of `%(name)s`. */
function tokenise(text: string): string[] {
  return text.match(/[()]|(?:%\(\w+\)s|'[^']*'|"[^"]*"|[^\s()])+/g) ?? [];
}
