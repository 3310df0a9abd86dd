import type { ResourceType } from '../../resources/contract.ts';
import {
  problem,
  type Environment,
  type Problem,
  type ResourceDefinition,
  type Template,
} from '../../template/index.ts';
import { templateResource } from './template-resource.ts';

/** Where resource types come from. */
export interface TypeSource {
  get(type: string): ResourceType | undefined;
  names(): readonly string[];
}

/** Template files that were read already, by type name and key. */
export type KnownFile = ReturnType<typeof templateResource>;

/**
 * The type that a resource's type name means under an environment: a registered type, another one the environment maps it to, or a
 * template file.
 */
export function resolveType(
  definition: ResourceDefinition,
  template: Template,
  environment: Environment,
  files: Readonly<Record<string, string>>,
  types: TypeSource,
  known: Map<string, KnownFile>,
): { type: ResourceType; file?: string } | { problem: Problem } | undefined {
  const entry = environment.registry.lookup(definition.type, definition.name, (type) => types.get(type) !== undefined);
  const name = entry?.kind === 'type' ? entry.type : definition.type;
  const file = entry?.kind === 'template' ? entry.file : undefined;
  const path = [template.version.words.resources, definition.name, template.version.words.resource.type];
  if (file !== undefined) {
    const content = Object.hasOwn(files, file) ? files[file] : undefined;
    if (content === undefined) {
      const message = `Could not fetch remote template "${file}": it is not among the files sent with the template`;
      return { problem: problem('StackValidationFailed', message, path) };
    }
    const key = `${definition.type} ${file}`;
    const made = known.get(key) ?? templateResource(definition.type, file, content, types.get(definition.type));
    known.set(key, made);
    return 'problem' in made ? { problem: made.problem } : { type: made, file };
  }
  const type = types.get(name);
  return type === undefined ? undefined : { type };
}
