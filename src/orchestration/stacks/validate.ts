import {
  describeParameters,
  describeTemplate,
  environmentMap,
  hasErrors,
  TemplateError,
} from '../../template/index.ts';
import { str } from '../../expressions/python/text.ts';
import { isMap, own, type ValueMap } from '../../expressions/values.ts';
import { childModel } from '../model/child-model.ts';
import { StackModel } from '../model/stack-model.ts';
import type { Requester, TemplateInput, ValidateView } from '../types.ts';
import type { ServicePorts } from './ports.ts';
import { readNewRequest } from './read-request.ts';
import { problemsOf, type ModelCheck } from './validate-model.ts';

/** Checks a template and says what parameters it takes; their values need not be given. */
export async function validateTemplate(
  ports: ServicePorts,
  who: Requester,
  input: TemplateInput,
  options: { showNested?: boolean; ignoreErrors?: readonly string[] },
): Promise<ValidateView> {
  const { source } = await readNewRequest(ports, who, input, true);
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
  const nested = options.showNested === true ? nestedParameters(check, model, 0) : {};
  return {
    description: describeTemplate(model.template),
    parameters: describeParameters(model.template, model.parameters),
    ...(groups === null ? {} : { parameterGroups: groups }),
    ...(Object.keys(nested).length === 0 ? {} : { nestedParameters: nested }),
    environment: shownEnvironment(model),
  };
}

/** The environment, in which a file that a template names as a type stands for itself (environment.py, ResourceRegistry). */
function shownEnvironment({ environment, resources }: StackModel): ValueMap {
  const shown = environmentMap(environment);
  const files = [...resources.values()].flatMap(({ definition, file }) => (file === definition.type ? [file] : []));
  const registry = shown['resource_registry'];
  if (files.length === 0 || !isMap(registry)) return shown;
  return { ...shown, resource_registry: { ...registry, ...Object.fromEntries(files.map((file) => [file, file])) } };
}

/** A list goes into a nested stack as a text (template_resource.py, child_params). */
function withTexts(described: ValueMap): ValueMap {
  return Object.fromEntries(
    Object.entries(described).map(([name, schema]) => {
      const value = isMap(schema) ? own(schema, 'Value') : undefined;
      return [
        name,
        isMap(schema) && Array.isArray(value) ? { ...schema, Value: value.map((item) => str(item)).join(',') } : schema,
      ];
    }),
  );
}

/** `alike`: the resources are, so that the first stands for all. */
function nestedParameters(check: ModelCheck, model: StackModel, depth: number, alike = false): ValueMap {
  const result: ValueMap = {};
  for (const [name, resource] of [...model.resources].slice(0, alike ? 1 : undefined)) {
    if (resource.type.nested === undefined || depth >= check.ports.limits.nestedDepth) continue;
    const child = childModel(check.ports.host, model, resource, name, { strict: false });
    if (!(child instanceof StackModel)) continue;
    const inner = nestedParameters(check, child, depth + 1, resource.type.nested.alike);
    result[name] = {
      Type: resource.definition.type,
      Description: describeTemplate(child.template),
      Parameters: withTexts(describeParameters(child.template, child.parameters)),
      ...(child.template.parameterGroups === null ? {} : { ParameterGroups: child.template.parameterGroups }),
      ...(Object.keys(inner).length === 0 ? {} : { NestedParameters: inner }),
    };
  }
  return result;
}
