import type { ValueMap } from '../../expressions/values.ts';
import type { Parameters } from './parameters.ts';

/** The `domain` of a user or project: its own, or the default one. */
export function domainOf(parameters: Parameters, owner: 'user' | 'project'): ValueMap | undefined {
  for (const prefix of [`${owner}_domain`, 'default_domain']) {
    const id = parameters.text(`${prefix}_id`);
    if (id !== undefined) return { id };
    const name = parameters.text(`${prefix}_name`);
    if (name !== undefined) return { name };
  }
  return undefined;
}

/** The `user` of an authentication method: by id, or by name and domain. */
export function userOf(parameters: Parameters): ValueMap | undefined {
  const id = parameters.text('user_id');
  if (id !== undefined) return { id };
  const name = parameters.text('username');
  const domain = domainOf(parameters, 'user');
  return name === undefined || domain === undefined ? undefined : { name, domain };
}

/** What is wrong with the user that the parameters name, if anything. */
export function userProblem(parameters: Parameters): string | undefined {
  if (userOf(parameters) !== undefined) return undefined;
  return parameters.any('username')
    ? "a username is unique only within its domain: 'user_domain_id' or 'user_domain_name' is needed too"
    : "'user_id', or 'username' with its domain, is needed";
}

/** The `scope` of a login, or undefined to leave it to Keystone. */
export function scopeOf(parameters: Parameters): ValueMap | string | undefined {
  const domainId = parameters.text('domain_id');
  const domainName = parameters.text('domain_name');
  const projectId = parameters.text('project_id');
  const projectName = parameters.text('project_name');
  const trust = parameters.text('trust_id');
  if (domainId !== undefined) return { domain: { id: domainId } };
  if (domainName !== undefined) return { domain: { name: domainName } };
  if (projectId !== undefined) return { project: { id: projectId } };
  if (projectName !== undefined)
    return { project: { name: projectName, domain: domainOf(parameters, 'project') ?? {} } };
  if (trust !== undefined) return { 'OS-TRUST:trust': { id: trust } };
  if (isUnscoped(parameters)) return 'unscoped';
  return parameters.text('system_scope') === 'all' ? { system: { all: true } } : undefined;
}

/** What is wrong with the scope that the parameters name, if anything. */
export function scopeProblem(parameters: Parameters): string | undefined {
  const targets = [
    parameters.any('domain_id', 'domain_name'),
    parameters.any('project_id', 'project_name'),
    parameters.any('trust_id'),
    parameters.any('system_scope'),
    isUnscoped(parameters),
  ];
  if (targets.filter(Boolean).length > 1) {
    return 'a login has one scope only: pick one of project, domain, trust, system or unscoped';
  }
  if (parameters.any('system_scope') && parameters.text('system_scope') !== 'all')
    return "'system_scope' can only be 'all'";
  const named = parameters.any('project_name') && !parameters.any('project_id');
  if (named && domainOf(parameters, 'project') === undefined) {
    return "a project_name is unique only within its domain: 'project_domain_id' or 'project_domain_name' is needed too";
  }
  return undefined;
}

/** The first sentence that is not undefined. */
export function firstProblem(...problems: (string | undefined)[]): string | undefined {
  return problems.find((problem) => problem !== undefined);
}

function isUnscoped(parameters: Parameters): boolean {
  return parameters.text('unscoped')?.toLowerCase() === 'true';
}
