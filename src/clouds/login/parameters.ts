import type { GivenParameters, LoginPlugin, Parameter } from './plugin.ts';

/** The parameters of a login after they have been checked: by their own names, texts and lists of texts only. */
export class Parameters {
  readonly #texts: ReadonlyMap<string, string>;
  readonly #lists: ReadonlyMap<string, readonly string[]>;

  constructor(texts: ReadonlyMap<string, string>, lists: ReadonlyMap<string, readonly string[]>) {
    this.#texts = texts;
    this.#lists = lists;
  }

  /** The parameter, or undefined when it was not given or is empty. */
  text(name: string): string | undefined {
    return this.#texts.get(name);
  }

  /** A parameter that the plugin's declaration says is there. */
  need(name: string): string {
    return this.#texts.get(name) ?? '';
  }

  list(name: string): readonly string[] {
    return this.#lists.get(name) ?? [];
  }

  /** True when any of these was given. */
  any(...names: string[]): boolean {
    return names.some((name) => this.#texts.has(name) || this.#lists.has(name));
  }
}

/**
 * Checks what a credential holds against what a plugin takes; as in keystoneauth, dashes mean underscores, and an empty value is
 * as good as none. Gives the parameters, or all that is wrong with them as sentences that hold no values.
 */
export function readParameters(plugin: LoginPlugin, given: GivenParameters): Parameters | readonly string[] {
  const texts = new Map<string, string>();
  const lists = new Map<string, readonly string[]>();
  const problems: string[] = [];
  for (const [key, value] of Object.entries(given)) {
    const parameter = find(plugin.parameters, key.replaceAll('-', '_'));
    if (parameter === undefined) problems.push(`unknown parameter '${key}'`);
    else if (value === null || value === '') continue;
    else if (parameter.list === true) {
      const list = typeof value === 'string' ? value.split(',').map((item) => item.trim()) : value;
      if (Array.isArray(list) && list.every((item) => typeof item === 'string')) lists.set(parameter.name, list);
      else problems.push(`parameter '${key}' must be a list of texts`);
    } else if (
      typeof value === 'string' ||
      typeof value === 'number' ||
      typeof value === 'bigint' ||
      typeof value === 'boolean'
    ) {
      if (texts.has(parameter.name)) problems.push(`parameter '${parameter.name}' is given twice`);
      texts.set(parameter.name, String(value));
    } else problems.push(`parameter '${key}' must be a text`);
  }
  for (const { name, required } of plugin.parameters) {
    if (required === true && !texts.has(name) && !lists.has(name)) problems.push(`missing parameter '${name}'`);
  }
  const parameters = new Parameters(texts, lists);
  const together = problems.length === 0 ? plugin.problem?.(parameters) : undefined;
  if (together !== undefined) problems.push(together);
  return problems.length === 0 ? parameters : problems;
}

function find(parameters: readonly Parameter[], name: string): Parameter | undefined {
  return parameters.find((parameter) => parameter.name === name || parameter.aliases?.includes(name));
}

// Parameters that several plugins take, as keystoneauth's loaders declare them.

/** Known everywhere; the cloud itself says where to log in. */
export const AUTH_URL: readonly Parameter[] = [{ name: 'auth_url' }];

export const SCOPE: readonly Parameter[] = [
  { name: 'project_id', aliases: ['tenant_id'] },
  { name: 'project_name', aliases: ['tenant_name'] },
  { name: 'project_domain_id' },
  { name: 'project_domain_name' },
  { name: 'domain_id' },
  { name: 'domain_name' },
  { name: 'system_scope' },
  { name: 'trust_id' },
  { name: 'unscoped' },
];

export const DEFAULT_DOMAIN: readonly Parameter[] = [{ name: 'default_domain_id' }, { name: 'default_domain_name' }];

export const USER: readonly Parameter[] = [
  { name: 'user_id' },
  { name: 'username', aliases: ['user_name'] },
  { name: 'user_domain_id' },
  { name: 'user_domain_name' },
];
