/** The answer to `GET /resource_types/{type}`: a type's schemas in Heat's shape (constraints.py, properties.py `Schema.__getitem__`). */
import type { Value, ValueMap } from '../expressions/values.ts';
import type { Constraint, PropertySchema, SupportStatus } from '../template/index.ts';
import type { ResourceType } from './contract.ts';

export function resourceTypeView(type: ResourceType, options: { withDescription?: boolean } = {}): ValueMap {
  const attributes = Object.entries(type.attributes).filter(([, schema]) => schema.supportStatus?.status !== 'HIDDEN');
  return {
    resource_type: type.type,
    properties: propertiesView(visible(type.properties)),
    attributes: Object.fromEntries(
      attributes.map(([name, { type: kind, description }]) => [
        name,
        { ...(description === undefined ? {} : { description }), ...(kind === undefined ? {} : { type: kind }) },
      ]),
    ),
    support_status: supportView(type.supportStatus),
    ...(options.withDescription ? { description: type.description ?? '' } : {}),
  };
}

/** Heat hides properties, and leaves out those it can do nothing with, only at the top. */
const visible = (schemas: Readonly<Record<string, PropertySchema>>): Record<string, PropertySchema> =>
  Object.fromEntries(
    Object.entries(schemas).filter(
      ([, schema]) => schema.supportStatus?.status !== 'HIDDEN' && schema.implemented !== false,
    ),
  );

const propertiesView = (schemas: Readonly<Record<string, PropertySchema>>): ValueMap =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, propertyView(schema)]));

function propertyView(schema: PropertySchema): ValueMap {
  const inner = schema.schema ?? (schema.items === undefined ? undefined : { '*': schema.items });
  return {
    type: schema.type,
    ...(schema.description === undefined ? {} : { description: schema.description }),
    ...(schema.default === undefined || schema.default === null ? {} : { default: schema.default }),
    ...(inner === undefined ? {} : { schema: propertiesView(inner) }),
    required: schema.required ?? false,
    ...(schema.constraints === undefined ? {} : { constraints: schema.constraints.map(constraintView) }),
    update_allowed: schema.updateAllowed ?? false,
    immutable: schema.immutable ?? false,
  };
}

/** Constraints are kept in the shape that templates write and Heat shows. */
const constraintView = (constraint: Constraint): Value => ({ ...constraint }) as ValueMap;

function supportView(support: SupportStatus): ValueMap {
  return {
    status: support.status,
    message: support.message ?? null,
    version: support.version ?? null,
    previous_status: support.previous ? supportView(support.previous) : null,
  };
}
