import { isCloudError, isNotFound } from '../../clouds/errors.ts';
import type { Connection } from '../../clouds/types.ts';
import { path } from '../../clouds/path.ts';
import { isMap, own, type Value, type ValueMap } from '../../expressions/values.ts';
import { listFunctions, nearest, problem, type Problem } from '../../template/index.ts';
import type { StackModel } from '../model/stack-model.ts';

/**
 * What a template needs that a cloud's orchestration service does not know: its version, functions and resource types, all of them at
 * once.
 */
export async function missingOrchestration(connection: Connection, model: StackModel): Promise<Problem[]> {
  const service = connection.service('orchestration');
  const [versions, types] = await Promise.all([
    service.get('/template_versions').then((answer) => names(answer, 'template_versions', 'version')),
    service.get('/resource_types').then((answer) => names(answer, 'resource_types', 'resource_type')),
  ]);
  const { version } = model.template;
  const offered = [version.id, ...version.aliases.map((alias) => `${version.key}.${alias}`)].find((id) =>
    versions.has(id),
  );
  const problems = await missingTypes(connection, model, types);
  if (offered === undefined) return [missingVersion(connection, version.key, version.id, versions), ...problems];
  const known = names(
    await service.get(path`/template_versions/${offered}/functions`),
    'template_functions',
    'functions',
  );
  return [...missingFunctions(connection, model, known), ...problems];
}

/** The sentence for a version that a cloud does not know. */
export function missingVersion(
  { cloud }: Connection,
  key: string,
  version: string,
  versions: ReadonlySet<string>,
): Problem {
  const expected = [...versions].filter((id) => id.startsWith(key)).join(', ');
  return problem(
    'InvalidTemplateVersion',
    `Cloud ${cloud.name} does not know the template version ${version}.`,
    [key],
    {
      expected,
    },
  );
}

async function missingTypes(connection: Connection, model: StackModel, types: ReadonlySet<string>): Promise<Problem[]> {
  const { resources, resource } = model.template.version.words;
  const problems: Problem[] = [];
  for (const [name, definition] of model.template.resources) {
    const target = model.environment.registry.lookup(definition.type, name);
    if (target?.kind === 'template' || types.has(definition.type)) continue;
    // A name that the environment gives another type; what the operator over there maps is not known here.
    const type = target?.type ?? definition.type;
    if (types.has(type) || (await isHidden(connection, type))) continue;
    const suggestion = nearest(type, [...types]);
    problems.push(
      problem(
        'StackValidationFailed',
        `Cloud ${connection.cloud.name} does not offer the resource type ${type}.`,
        [resources, name, resource.type],
        suggestion === undefined ? {} : { suggestion },
      ),
    );
  }
  return problems;
}

/** Types that are out of date are left out of the list, and work nevertheless. */
async function isHidden(connection: Connection, type: string): Promise<boolean> {
  try {
    await connection.service('orchestration').get(path`/resource_types/${type}`);
    return true;
  } catch (error) {
    if (isNotFound(error) || isCloudError(error, 'BadRequest') || isCloudError(error, 'Forbidden')) return false;
    throw error;
  }
}

function missingFunctions({ cloud }: Connection, model: StackModel, known: ReadonlySet<string>): Problem[] {
  const { version, raw } = model.template;
  const ours = new Set(listFunctions(version).map(({ name }) => name));
  const used = new Map<string, readonly (string | number)[]>();
  for (const section of [version.words.resources, version.words.outputs])
    collect(own(raw, section) ?? null, ours, [section], used);
  return [...used]
    .filter(([name]) => !known.has(name))
    .map(([name, place]) =>
      problem(
        'StackValidationFailed',
        `Cloud ${cloud.name} does not know the function ${name} of ${version.id}.`,
        place,
      ),
    );
}

/** The functions in a part of a template, each with the first place it is used. */
function collect(
  raw: Value,
  functions: ReadonlySet<string>,
  place: readonly (string | number)[],
  used: Map<string, readonly (string | number)[]>,
): void {
  if (Array.isArray(raw)) raw.forEach((item, i) => collect(item, functions, [...place, i], used));
  if (!isMap(raw)) return;
  const keys = Object.keys(raw);
  for (const key of keys) {
    if (keys.length === 1 && functions.has(key) && !used.has(key)) used.set(key, [...place, key]);
    collect(raw[key]!, functions, [...place, key], used);
  }
}

/** The names in a list that Heat gives as texts or as maps, by release and query. */
function names(answer: Value, list: string, field: string): Set<string> {
  const items = isMap(answer) ? own(answer, list) : undefined;
  const text = (item: Value): string[] => {
    const value = isMap(item) ? (own(item as ValueMap, field) ?? own(item as ValueMap, 'type')) : item;
    return typeof value === 'string' ? [value] : [];
  };
  return new Set(Array.isArray(items) ? items.flatMap(text) : []);
}
