import { writeJson } from '../../expressions/json.ts';
import type { StackRecord, Store, TemplateRecord } from '../../storage/types.ts';
import { resolve } from '../../template/index.ts';
import { StackModel, type Facade, type ModelHost } from './stack-model.ts';

/** What `resource_facade` gives in a nested stack: parts of the resource that it stands for. Undefined at the top. */
export async function facadeOf(
  store: Pick<Store, 'resource' | 'stack' | 'template'>,
  host: ModelHost,
  stack: Pick<StackRecord, 'parentId' | 'parentResourceId'>,
  template: Omit<TemplateRecord, 'id'>,
): Promise<Facade | undefined> {
  if (stack.parentId === null || stack.parentResourceId === null || !/facade/i.test(writeJson(template.body)))
    return undefined;
  const resource = await store.resource(stack.parentResourceId);
  const parent = await store.stack(stack.parentId);
  const parentTemplate = parent === undefined ? undefined : await store.template(parent.templateId);
  if (resource === undefined || parent === undefined || parentTemplate === undefined) return undefined;
  const model = StackModel.read(
    { id: parent.id, name: parent.name, projectId: parent.projectId },
    parentTemplate,
    host,
  );
  const definition = model.template.resources.get(resource.name);
  return (part) => {
    if (part === 'metadata') return resource.metadata;
    if (part === 'deletion_policy') return resource.deletionPolicy;
    return definition === undefined ? {} : resolve(definition.updatePolicy, model.staticScope);
  };
}
