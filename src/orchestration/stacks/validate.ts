import { environmentMap, hasErrors, describeParameters, TemplateError } from '../../template/index.ts';
import type { ValueMap } from '../../expressions/values.ts';
import { childModel } from '../model/child-model.ts';
import { StackModel } from '../model/stack-model.ts';
import type { Requester, TemplateInput, ValidateView } from '../types.ts';
import type { ServicePorts } from './ports.ts';
import { readNewTemplate } from './read-input.ts';
import { withRemoteTemplates } from './remote-templates.ts';
import { problemsOf, type ModelCheck } from './validate-model.ts';

/** Checks a template and says what parameters it takes; their values need not be given. */
export async function validateTemplate(
  ports: ServicePorts,
  who: Requester,
  input: TemplateInput,
  options: { showNested?: boolean; ignoreErrors?: readonly string[] },
): Promise<ValidateView> {
  const { source } = await withRemoteTemplates(ports, who, readNewTemplate(input), input.files, true);
  const identity = { id: 'None', name: 'dummy', projectId: who.projectId };
  const model = StackModel.read(identity, source, ports.host, { strict: false });
  const check: ModelCheck = {
    ports,
    who,
    strict: false,
    ...(options.ignoreErrors === undefined ? {} : { ignoreErrors: options.ignoreErrors }),
  };
  const problems = await problemsOf(check, model);
  if (hasErrors(problems)) throw new TemplateError(problems);
  const groups = model.template.parameterGroups;
  return {
    description: model.template.description,
    parameters: describeParameters(model.template, model.parameters),
    ...(groups === null ? {} : { parameterGroups: groups }),
    ...(options.showNested === true ? { nestedParameters: nestedParameters(check, model, 0) } : {}),
    environment: environmentMap(model.environment),
  };
}

function nestedParameters(check: ModelCheck, model: StackModel, depth: number): ValueMap {
  const result: ValueMap = {};
  for (const [name, resource] of model.resources) {
    if (resource.type.nested === undefined || depth >= check.ports.limits.nestedDepth) continue;
    const child = childModel(check.ports.host, model, resource, name, { strict: false });
    if (!(child instanceof StackModel)) continue;
    const inner = nestedParameters(check, child, depth + 1);
    result[name] = {
      Type: resource.definition.type,
      Description: child.template.description,
      Parameters: describeParameters(child.template, child.parameters),
      ...(child.template.parameterGroups === null ? {} : { ParameterGroups: child.template.parameterGroups }),
      ...(Object.keys(inner).length === 0 ? {} : { NestedParameters: inner }),
    };
  }
  return result;
}
