/** What a rule may know about the caller: the names of oslo.context. */
export interface Credentials {
  readonly [name: string]: string | boolean | null | readonly string[];
  readonly roles: readonly string[];
}

/** What the rule is about: here the project whose things are wanted. */
export type Target = Readonly<Record<string, string>>;

/** A compiled rule. */
export type Check = (target: Target, credentials: Credentials) => boolean;

/** A rule that cannot be understood. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}

const REFERENCE = /^%\((\w+)\)s$/;
const QUOTED = /^(?:'(.*)'|"(.*)")$/;
const LITERALS: ReadonlySet<string> = new Set(['True', 'False', 'None']);

/** Compiles one check such as `role:admin` or `project_id:%(project_id)s`. `rule` gives other rules by name. */
export function compileCheck(text: string, rule: (name: string) => Check): Check {
  if (text === '@') return () => true;
  if (text === '!') return () => false;
  const colon = text.indexOf(':');
  if (colon < 1) throw new PolicyError(`"${text}" is not a check: it has no kind, such as role: or rule:`);
  const kind = text.slice(0, colon);
  const match = text.slice(colon + 1);
  if (kind === 'rule') return rule(match);
  // Names of roles do not tell case apart (oslo.policy `RoleCheck`).
  if (kind === 'role') {
    if (match.includes('%')) throw new PolicyError(`"${text}" does not name a role`);
    const wanted = match.toLowerCase();
    return (_target, { roles }) => roles.some((role) => role.toLowerCase() === wanted);
  }
  if (kind === 'http' || kind === 'https') throw new PolicyError(`checks of the kind ${kind}: are not supported`);
  return compileComparison(kind, match);
}

/** `left:right` holds when the caller's attribute `left`, or that literal, is `right`, or what the target has under its name. */
function compileComparison(left: string, right: string): Check {
  const reference = REFERENCE.exec(right)?.[1];
  if (reference === undefined && right.includes('%')) {
    throw new PolicyError(`"${right}" is neither a value nor a reference such as %(project_id)s`);
  }
  const quoted = QUOTED.exec(left);
  const literal = quoted === null ? (LITERALS.has(left) ? left : undefined) : (quoted[1] ?? quoted[2]);
  return (target, credentials) => {
    const wanted = reference === undefined ? right : target[reference];
    const found = literal ?? (Object.hasOwn(credentials, left) ? pythonText(credentials[left]) : undefined);
    return wanted !== undefined && found === wanted;
  };
}

/** How Python prints it; undefined for what no rule can equal. */
function pythonText(value: Credentials[string] | undefined): string | undefined {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'string' ? value : undefined;
}
