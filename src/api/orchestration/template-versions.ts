import { findVersion, VERSIONS, type TemplateVersion } from '../../template/index.ts';
import { ApiFault } from '../faults/fault.ts';
import { ok, param } from '../http/call.ts';
import type { Route } from '../http/route.ts';

/** The template languages that this installation reads. */
export function templateVersionRoutes(): Route[] {
  return [
    {
      method: 'GET',
      path: '/template_versions',
      rule: 'stacks:list_template_versions',
      handle: () => ok({ template_versions: versionList() }),
    },
    {
      method: 'GET',
      path: '/template_versions/:template_version/functions',
      rule: 'stacks:list_template_functions',
      handle(call) {
        const id = param(call, 'template_version');
        const withConditions = call.query.bool('with_condition_func') ?? false;
        const version = findVersion(id);
        if (version === undefined) throw new ApiFault('NotFound', `Template with version ${id} not found`);
        return ok({ template_functions: functionList(version, withConditions) });
      },
    },
  ];
}

function versionList() {
  return VERSIONS.map(({ id, key, language, aliases }) => ({
    version: id,
    type: language,
    aliases: aliases.map((alias) => `${key}.${alias}`),
  })).sort((a, b) => (a.version < b.version ? -1 : 1));
}

function functionList({ functions, conditionFunctions }: TemplateVersion, withConditions: boolean) {
  const usable = new Map([...described(functions), ...(withConditions ? described(conditionFunctions) : [])]);
  return [...usable].map(([name, description]) => ({ functions: name, description }));
}

function described(table: TemplateVersion['functions']): [string, string][] {
  return [...table].flatMap(([name, fn]): [string, string][] => ('forbidden' in fn ? [] : [[name, fn.description]]));
}
