import { problem, type Problem } from '../../template/index.ts';
import type { StackModel } from '../model/stack-model.ts';
import type { Requester } from '../types.ts';

/**
 * Resources of types that the requester may not use, by the name in the template or by that of the type it stands for
 * (heat/common/policy.py, enforce_stack, which knows the first only).
 */
export function forbiddenTypes(who: Requester, model: StackModel): Problem[] {
  return [...model.resources].flatMap(([name, { definition, type }]) => {
    const forbidden = [definition.type, type.type].find((one) => !who.mayUseType(one));
    if (forbidden === undefined) return [];
    return [problem('Forbidden', `You are not authorized to use resource_types:${forbidden}.`, typePath(model, name))];
  });
}

/** Problems with the types of resources first: a stack is made of resources before anything else about it is looked at. */
export function typesFirst(model: StackModel, problems: readonly Problem[]): Problem[] {
  const about = problems.filter(({ path }) => isTypePath(model, path));
  return [...about, ...problems.filter(({ path }) => !isTypePath(model, path))];
}

function typePath(model: StackModel, name: string): string[] {
  const { resources, resource } = model.template.version.words;
  return [resources, name, resource.type];
}

function isTypePath(model: StackModel, path: Problem['path']): boolean {
  const wanted = typePath(model, String(path[1]));
  return path.length === wanted.length && wanted.every((part, i) => path[i] === part);
}
