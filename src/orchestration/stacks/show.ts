import type { Page, StackFilter, StackRecord } from '../../storage/types.ts';
import { isMap, own, type Value, type ValueMap } from '../../expressions/values.ts';
import { resolveOutputs } from '../model/outputs.ts';
import {
  OrchestrationError,
  type ListFilter,
  type OutputView,
  type Requester,
  type StackRef,
  type StackSummary,
  type StackView,
} from '../types.ts';
import { findStack } from './find.ts';
import type { ServicePorts } from './ports.ts';
import { summaryOf, viewOf } from './views/stack-view.ts';

export async function showStack(
  ports: ServicePorts,
  who: Requester,
  ref: StackRef,
  resolveTheOutputs: boolean,
): Promise<StackView> {
  const stack = await findStack(ports, who, ref, { deleted: true });
  const model = await ports.models.of(stack);
  const wanted = resolveTheOutputs && stack.deletedAt === null && model !== undefined;
  const records = wanted && model.template.outputs.size > 0 ? await ports.store.resources(stack.id) : [];
  return viewOf(stack, model, wanted ? records : undefined);
}

export async function listStacks(
  ports: ServicePorts,
  who: Requester,
  filter: ListFilter,
  page: Page,
): Promise<StackSummary[]> {
  return (await ports.store.stacks(mine(ports, who, filter), page)).map(summaryOf);
}

export async function countStacks(ports: ServicePorts, who: Requester, filter: ListFilter): Promise<number> {
  return ports.store.countStacks(mine(ports, who, filter));
}

/** A list shows the requester's project unless policy let the filter name another one, and no stack with a tag that hides it. */
function mine({ limits }: ServicePorts, who: Requester, { showHidden, ...filter }: ListFilter): StackFilter {
  const hidden =
    showHidden === true || limits.hiddenStackTags.length === 0
      ? {}
      : { notTagsAny: [...(filter.notTagsAny ?? []), ...limits.hiddenStackTags] };
  return { projectId: who.projectId, ...filter, ...hidden };
}

export async function stackTemplate(ports: ServicePorts, who: Requester, ref: StackRef): Promise<Value> {
  return (await stored(ports, await findStack(ports, who, ref, { deleted: true }))).body;
}

/** The environment as stored; values of hidden parameters are masked. */
export async function stackEnvironment(ports: ServicePorts, who: Requester, ref: StackRef): Promise<ValueMap> {
  const stack = await findStack(ports, who, ref, { deleted: true });
  const { environment } = await stored(ports, stack);
  const model = await ports.models.of(stack);
  const mask = (section: Value | undefined): ValueMap => {
    const values = section !== undefined && isMap(section) ? section : {};
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        model?.parameters.isHidden(name) === true ? '******' : value,
      ]),
    );
  };
  return {
    event_sinks: [],
    encrypted_param_names: [],
    ...environment,
    parameters: mask(own(environment, 'parameters')),
    parameter_defaults: mask(own(environment, 'parameter_defaults')),
  };
}

export async function stackFiles(
  ports: ServicePorts,
  who: Requester,
  ref: StackRef,
): Promise<Readonly<Record<string, string>>> {
  return (await stored(ports, await findStack(ports, who, ref, { deleted: true }))).files;
}

export async function stackOutputs(ports: ServicePorts, who: Requester, ref: StackRef): Promise<OutputView[]> {
  const stack = await findStack(ports, who, ref);
  const model = await ports.models.of(stack);
  return model === undefined ? [] : resolveOutputs(model, await ports.store.resources(stack.id));
}

export async function stackOutput(
  ports: ServicePorts,
  who: Requester,
  ref: StackRef,
  key: string,
): Promise<OutputView> {
  const output = (await stackOutputs(ports, who, ref)).find((candidate) => candidate.key === key);
  if (output === undefined) throw new OrchestrationError('NotFound', `Specified output key ${key} not found.`);
  return output;
}

async function stored(ports: ServicePorts, stack: StackRecord) {
  const template = await ports.store.template(stack.templateId);
  if (template === undefined)
    throw new OrchestrationError('EntityNotFound', `The Template of stack (${stack.name}) could not be found.`);
  return template;
}
