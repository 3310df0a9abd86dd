import { resolve } from '../../template/index.ts';
import { shownProperties } from '../model/properties.ts';
import { StackModel } from '../model/stack-model.ts';
import { childModel } from '../model/child-model.ts';
import type { CreateInput, PreviewResource, PreviewView, Requester, StackIdentityView } from '../types.ts';
import { newStack, requireRoom } from './create.ts';
import { readNewTemplate } from './read-input.ts';
import type { ServicePorts } from './ports.ts';
import { withRemoteTemplates } from './remote-templates.ts';
import { requireValid } from './validate-model.ts';
import { viewOf } from './views/stack-view.ts';

/** What creating a stack would make; everything is checked as for the real thing, and nothing is stored. */
export async function previewStack(ports: ServicePorts, who: Requester, input: CreateInput): Promise<PreviewView> {
  const { source } = await withRemoteTemplates(ports, who, readNewTemplate(input), input.files);
  await requireRoom(ports, who, input.name);
  const identity = { id: 'None', name: input.name, projectId: who.projectId };
  const model = StackModel.read(identity, source, ports.host);
  await requireValid({ ports, who }, model);
  const stack = newStack(who, identity.id, input, null, ports.clock.now());
  return { ...viewOf(stack, model, undefined), resources: previewResources(ports, model, identity, stack.createdAt) };
}

function previewResources(
  ports: ServicePorts,
  model: StackModel,
  root: StackIdentityView,
  now: number,
): PreviewResource[] {
  const requiredBy = new Map<string, string[]>();
  for (const [name, needed] of model.dependencies) {
    for (const other of needed) requiredBy.set(other, [...(requiredBy.get(other) ?? []), name]);
  }
  return [...model.resources].map(([name, resource]) => {
    const isInside = resource.type.nested !== undefined && resource.type.nestedAt === undefined;
    const child = !isInside ? undefined : childModel(ports.host, model, resource, name);
    if (child instanceof StackModel) return previewResources(ports, child, root, now);
    return {
      stack: model.identity,
      rootStack: root,
      name,
      type: resource.definition.type,
      action: 'INIT',
      status: 'COMPLETE',
      reason: '',
      physicalId: null,
      createdAt: now,
      updatedAt: now,
      requiredBy: requiredBy.get(name) ?? [],
      description: resource.definition.description,
      attributes: {},
      metadata: resolve(resource.definition.metadata, model.staticScope) ?? {},
      properties: shownProperties(resource.definition, resource.type, model.staticScope),
    };
  });
}
