import { equal, type ValueMap } from '../../expressions/values.ts';
import type { Batch, NestedContext } from '../../resources/contract.ts';
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

/** One of several updates of a nested stack, and the files that members which it does not touch may need besides. */
export interface BatchStep {
  readonly batch: Batch;
  readonly files: Readonly<Record<string, string>>;
}

type Owner = Pick<ResourceRecord, 'name' | 'physicalName' | 'data'>;

/** What a nested resource's type asks about its surroundings. `members` are the records that the nested stack has now. */
export function nestedContext(model: StackModel, owner: Owner, members: readonly ResourceRecord[]): NestedContext {
  return {
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
      .toSorted((a, b) => a.createdAt - b.createdAt || (a.name < b.name ? -1 : 1))
      .map((member) => ({
        name: member.name,
        reference: memberReference(model, member),
        failed: member.status === 'FAILED',
      })),
  };
}

/**
 * Makes the template, environment and files of the stack behind a nested resource; with a batch, what they are to be after just that
 * one. Throws TemplateError when the type makes something that is no template.
 */
export function childTemplate(
  model: StackModel,
  resource: ModelResource,
  owner: Owner,
  properties: ValueMap,
  members: readonly ResourceRecord[],
  step?: BatchStep,
): ChildTemplate {
  const context = nestedContext(model, owner, members);
  const { nested, data } = resource.type.nested!.define(context, properties, step?.batch);
  const { template, problems } = parseTemplate(nested.template);
  if (template === undefined) throw new TemplateError(problems);
  const record = {
    body: template.raw,
    environment: childEnvironment(model.environment, nested.parameters ?? {}, owner.name, resource.definition.type),
    files: { ...step?.files, ...(nested.files ?? model.files) },
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
