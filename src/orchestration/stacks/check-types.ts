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
    return [problem('Forbidden', `You are not authorized to use ${named(forbidden)}.`, typePath(model, name))];
  });
}

/** As Heat names it: by the rule of its own, or by itself where a rule for all types of a service forbids it (policy.py). */
function named(type: string): string {
  return type.startsWith('OS::Keystone::') ? type : `resource_types:${type}`;
}

function typePath(model: StackModel, name: string): string[] {
  const { resources, resource } = model.template.version.words;
  return [resources, name, resource.type];
}
