/** What Heat says when something about a resource is wrong (heat/common/exception.py); clients and tests look for these words. */
import { ResourceError } from './contract.ts';

export const cannotCombine = (...properties: string[]): string =>
  `Cannot define the following properties at the same time: ${properties.join(', ')}.`;

export const atLeastOneOf = (...properties: string[]): string =>
  `At least one of the following properties must be specified: ${properties.join(', ')}.`;

export const needs = (property: string, other: string): string => `${property} cannot be specified without ${other}.`;

export const onlyWith = (property: string, other: string, value: string): string =>
  `${property} property should only be specified for ${other} with value ${value}.`;

/** Heat's classes for what these words say; it is StackValidationFailed that says anything else about properties. */
const CLASSES: readonly (readonly [words: RegExp, type: string])[] = [
  [/^Cannot define the following properties at the same time: /, 'ResourcePropertyConflict'],
  [/^At least one of the following properties must be specified: /, 'PropertyUnspecifiedError'],
  [/ cannot be specified without /, 'ResourcePropertyDependency'],
  [/ property should only be specified for /, 'ResourcePropertyValueDependency'],
  [/ is not supported\.$/, 'NotSupported'],
];

/** The class of an error that says this about a resource's properties. */
export const classOf = (message: string): string =>
  CLASSES.find(([words]) => words.test(message))?.[1] ?? 'StackValidationFailed';

/** The object went into a state it cannot leave by itself. */
export const inError = (status: string, reason = 'Unknown'): ResourceError =>
  new ResourceError('ResourceInError', `Went to status ${status} due to "${reason}"`);

/** The object is in a state that has no place here. */
export const unknownStatus = (status: string, result = 'Resource failed', reason = 'Unknown'): ResourceError =>
  new ResourceError('ResourceUnknownStatus', `${result} - Unknown status ${status} due to "${reason}"`);

export const notFound = (entity: string, name: string): ResourceError =>
  new ResourceError('EntityNotFound', `The ${entity} (${name}) could not be found.`);

export const ambiguousName = (name: string): ResourceError =>
  new ResourceError('PhysicalResourceNameAmbiguity', `Multiple physical resources were found with name (${name}).`);

export const notSupported = (feature: string): ResourceError =>
  new ResourceError('NotSupported', `${feature} is not supported.`);

export const actionNotSupported = (action: string): ResourceError =>
  new ResourceError('ResourceActionNotSupported', `${action} is not supported for resource.`);
