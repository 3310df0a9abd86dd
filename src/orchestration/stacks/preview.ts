import { resolve } from '../../template/index.ts';
import { reversed } from '../../graph/graph.ts';
import { plannedOutputs } from '../model/outputs.ts';
import { shownProperties } from '../model/properties.ts';
import { StackModel } from '../model/stack-model.ts';
import { childModel } from '../model/child-model.ts';
import type { CreateInput, PreviewResource, PreviewView, Requester, StackIdentityView } from '../types.ts';
import { newStack, requireRoom } from './create.ts';
import { readNewRequest } from './read-request.ts';
import type { ServicePorts } from './ports.ts';
import { requireValid } from './validate-model.ts';
import { viewOf } from './views/stack-view.ts';

/** What creating a stack would make; everything is checked as for the real thing, and nothing is stored. */
export async function previewStack(ports: ServicePorts, who: Requester, input: CreateInput): Promise<PreviewView> {
  const { source } = await readNewRequest(ports, who, input);
  await requireRoom(ports, who, input.name);
  const identity = { id: 'None', name: input.name, projectId: who.projectId };
  const model = StackModel.read(identity, source, ports.host);
  await requireValid({ ports, who }, model);
  const stack = newStack(who, identity.id, input, null, ports.clock.now());
  const resources = previewResources({ ports, root: identity, now: stack.createdAt }, model);
  return { ...viewOf(stack, model, undefined), outputs: plannedOutputs(model), resources };
}

interface Preview {
  readonly ports: ServicePorts;
  readonly root: StackIdentityView;
  readonly now: number;
}

/** `parentResource`: the resource that the stack is inside of. */
function previewResources(preview: Preview, model: StackModel, parentResource?: string): PreviewResource[] {
  const { ports, root, now } = preview;
  const requiredBy = reversed(model.dependencies);
  return [...model.resources].map(([name, resource]) => {
    const isInside = resource.type.nested !== undefined && resource.type.nestedAt === undefined;
    const child = !isInside ? undefined : childModel(ports.host, model, resource, name);
    if (child instanceof StackModel) return previewResources(preview, child, name);
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
      requiredBy: [...(requiredBy.get(name) ?? [])],
      ...(parentResource === undefined ? {} : { parentResource }),
      description: resource.definition.description,
      attributes: Object.fromEntries(
        Object.keys(resource.type.attributes).flatMap((key) => (key === 'show' ? [] : [[key, null]])),
      ),
      metadata: resolve(resource.definition.metadata, model.staticScope) ?? {},
      properties: shownProperties(resource.definition, resource.type, model.staticScope),
    };
  });
}
