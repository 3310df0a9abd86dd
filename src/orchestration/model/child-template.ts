import { equal, type ValueMap } from '../../expressions/values.ts';
import type { NestedContext } from '../../resources/contract.ts';
import type { ResourceRecord, TemplateRecord } from '../../storage/types.ts';
import { childEnvironment, parseTemplate, TemplateError } from '../../template/index.ts';
import { referenceOf } from './record-values.ts';
import type { ModelResource, StackModel } from './stack-model.ts';

/** The template of a nested stack as its parent's resource defines it. */
export interface ChildTemplate {
  readonly record: Omit<TemplateRecord, 'id'>;
  /** What the type wants kept with the resource. */
  readonly data: ValueMap | undefined;
  /** How long one operation of it may take, where the type says. */
  readonly timeoutMins: number | undefined;
  differsFrom(stored: TemplateRecord): boolean;
}

/**
 * Makes the template, environment and files of the stack behind a nested resource. `members` are the records that the nested
 * stack has now. Throws TemplateError when the type makes something that is no template.
 */
export function childTemplate(
  model: StackModel,
  resource: ModelResource,
  owner: Pick<ResourceRecord, 'name' | 'physicalName' | 'data'>,
  properties: ValueMap,
  members: readonly ResourceRecord[],
): ChildTemplate {
  const context: NestedContext = {
    stack: model.identity,
    name: owner.name,
    physicalName: owner.physicalName,
    data: owner.data,
    files: model.files,
    wanted: (model.wanted.get(owner.name) ?? []).flatMap(({ attribute, path }) =>
      attribute === undefined ? [] : [{ attribute, path }],
    ),
    members: members
      .filter(({ replacedBy }) => replacedBy === null)
      .map((member) => ({
        name: member.name,
        reference: memberReference(model, member),
        failed: member.status === 'FAILED',
      })),
  };
  const { nested, data } = resource.type.nested!.define(context, properties);
  const { template, problems } = parseTemplate(nested.template);
  if (template === undefined) throw new TemplateError(problems);
  const record = {
    body: template.raw,
    environment: childEnvironment(model.environment, nested.parameters ?? {}, owner.name, resource.definition.type),
    files: nested.files ?? model.files,
  };
  return {
    record,
    data,
    timeoutMins: nested.timeoutMins,
    differsFrom: (stored) =>
      !equal(stored.body, record.body) ||
      !equal(stored.environment, record.environment) ||
      !equal(stored.files as ValueMap, record.files as ValueMap),
  };
}

function memberReference(model: StackModel, member: ResourceRecord) {
  const type = model.types.get(member.type);
  return type === undefined
    ? (member.physicalId ?? member.physicalName)
    : referenceOf(type, member, model.identity.projectId);
}
