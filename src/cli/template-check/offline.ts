import type { ValueMap } from '../../expressions/values.ts';
import { checkTree, type TreeCheck } from '../../orchestration/model/check-tree.ts';
import { StackModel, type ModelHost } from '../../orchestration/model/stack-model.ts';
import { readNewTemplate } from '../../orchestration/stacks/read-input.ts';
import { parseTemplate, problem, TemplateError, type Problem } from '../../template/index.ts';
import { TemplateSources, urlOf } from '../client/template-sources.ts';
import { placeInFiles } from './place-in-files.ts';

/** Stacks may be nested so deep, unless a server is configured otherwise. */
const NESTED_DEPTH = 5;
/** Templates that include one another must not be followed for ever; hardly a server allows so many. */
const MOST_RESOURCES = 10_000;

export interface OfflineOptions {
  readonly host: ModelHost;
  /** Files with environments, the last over those before. */
  readonly environments: readonly string[];
  /** Every parameter without a default must be given a value by an environment. */
  readonly strict: boolean;
}

/**
 * Everything that can be said against a template on disk without any cloud, nested templates and environments included. The `file` of
 * a problem is a URL.
 */
export async function checkOffline(file: string, options: OfflineOptions): Promise<Problem[]> {
  const sources = new TemplateSources();
  const template = await sources.template(file);
  const environments: string[] = [];
  for (const environment of options.environments) {
    const name = await sources.environment(environment);
    if (name !== undefined) environments.push(name);
  }
  const structure = [...sources.templates].flatMap(
    (url) => parseTemplate(sources.texts.get(url)!, { file: url }).problems,
  );
  const wrong = structure.flatMap((item) => (item.severity === 'error' ? [item.file] : []));
  // What is wrong with these has been said with their text at hand.
  const told = new Set<string | undefined>([...sources.unreadable, ...wrong]);
  const url = urlOf(file);
  const found =
    template === undefined || told.has(url)
      ? []
      : await checkStack(template, { ...options, environments, sources, url });
  const all = [...sources.problems, ...structure, ...found.filter((item) => !told.has(item.file))];
  return distinct(placeInFiles(all, { url, environments, texts: sources.texts }));
}

interface Bundled extends OfflineOptions {
  readonly sources: TemplateSources;
  readonly url: string;
}

async function checkStack(
  template: ValueMap,
  { host, strict, environments, sources, url }: Bundled,
): Promise<Problem[]> {
  try {
    const { source } = readNewTemplate({ template, files: sources.files, environmentFiles: environments });
    const model = StackModel.read({ id: 'None', name: 'stack', projectId: 'None' }, source, host);
    const text = sources.texts.get(url)!;
    const stack = { model, where: undefined, strict: true, absent: new Set<string>(), depth: 0 };
    const counted = { resources: 0 };
    const found = await checkTree(treeCheck(host, sources, counted), { ...stack, source: { file: url, text } });
    // What follows from a value that is not given need not be said.
    const missing = strict ? model.problems.filter(({ type }) => type === 'UserParameterMissing') : [];
    return [...missing, ...found, ...tooMany(counted.resources)];
  } catch (error) {
    if (error instanceof TemplateError) return error.problems;
    throw error;
  }
}

/** Constraints that only a cloud can answer are left to the server. */
function treeCheck(host: ModelHost, { texts }: TemplateSources, counted: { resources: number }): TreeCheck<undefined> {
  return {
    enter: ({ model }) => (counted.resources += model.resources.size) <= MOST_RESOURCES,
    host,
    nestedDepth: NESTED_DEPTH,
    textOf: (file) => texts.get(file),
    // The file and the line say where, and a file may be used in many places.
    inOwnWords: true,
    refused: () => [],
    beyond: () => Promise.resolve({ unavailable: [], missing: [], refusals: [] }),
    inside: () => undefined,
    elsewhere: ({ model }, name) =>
      model.resources.get(name)!.type.urls === undefined ? undefined : Promise.resolve([]),
  };
}

function tooMany(resources: number): Problem[] {
  if (resources <= MOST_RESOURCES) return [];
  const message = `The rest is not checked: there are more than ${MOST_RESOURCES} resources, nested stacks included.`;
  return [problem('RequestLimitExceeded', message)];
}

/** Members of a group have their problems in the same place. */
function distinct(problems: readonly Problem[]): Problem[] {
  const known = new Map<string, Problem>();
  for (const item of problems) {
    const key = JSON.stringify([
      item.file,
      item.line,
      item.column,
      item.severity,
      item.message.replaceAll(/\d+/g, '#'),
    ]);
    if (!known.has(key)) known.set(key, item);
  }
  return [...known.values()];
}
