import { PolicyError, type Check, type Credentials, type Target } from './check.ts';
import { DEFAULT_RULES } from './defaults.ts';
import { compileRule } from './parse.ts';

/** The rules of this installation: the defaults, with the operator's own in their place. */
export class Policy {
  readonly #checks: ReadonlyMap<string, Check>;

  /** Throws PolicyError naming the rule that cannot be understood. */
  constructor(overrides: Readonly<Record<string, string>> = {}) {
    this.#checks = compileRules({ ...DEFAULT_RULES, ...overrides });
  }

  /** True when the caller passes the rule. Throws for a rule that does not exist: nothing is allowed by a slip of the pen. */
  allows(rule: string, target: Target, credentials: Credentials): boolean {
    const check = this.#checks.get(rule);
    if (check === undefined) throw new Error(`there is no policy rule ${rule}`);
    return check(target, credentials);
  }

  /** The same where no more is known of the caller than the roles in a project, as when the service acts for someone who is away. */
  allowsRoles(rule: string, projectId: string, roles: readonly string[]): boolean {
    return this.allows(rule, { project_id: projectId }, { roles, project_id: projectId });
  }

  has(rule: string): boolean {
    return this.#checks.has(rule);
  }

  /** True when the caller may use a resource type: by its own rule and by that of its namespace; a type without rules is open to all. */
  allowsType(type: string, credentials: Credentials): boolean {
    const namespace = [...type.split('::').slice(0, -1), '*'].join('::');
    return [type, namespace].every((name) => this.#checks.get(`resource_types:${name}`)?.({}, credentials) ?? true);
  }
}

function compileRules(texts: Readonly<Record<string, string>>): ReadonlyMap<string, Check> {
  const checks = new Map<string, Check>();
  const underway = new Set<string>();
  const compile = (name: string): Check => {
    const done = checks.get(name);
    if (done !== undefined) return done;
    if (!Object.hasOwn(texts, name)) throw new PolicyError(`there is no rule "${name}"`);
    if (underway.has(name)) throw new PolicyError(`rule "${name}" refers to itself`);
    underway.add(name);
    let check: Check;
    try {
      check = compileRule(texts[name]!, compile);
    } catch (error) {
      if (!(error instanceof PolicyError) || error.message.startsWith('policy rule')) throw error;
      throw new PolicyError(`policy rule "${name}": ${error.message}`);
    }
    underway.delete(name);
    checks.set(name, check);
    return check;
  };
  for (const name of Object.keys(texts)) compile(name);
  return checks;
}
