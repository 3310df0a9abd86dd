import { Places } from '../../orchestration/model/places.ts';
import { Positions, type Problem } from '../../template/index.ts';

interface Files {
  /** The template itself. */
  readonly url: string;
  /** The environments, the last over those before. */
  readonly environments: readonly string[];
  readonly texts: ReadonlyMap<string, string>;
}

/** Gives problems without a place the one they have in the files at hand. */
export function placeInFiles(problems: readonly Problem[], { url, environments, texts }: Files): Problem[] {
  const places = new Places();
  return problems.map((item) => {
    if (item.type === 'UnknownUserParameter') return inEnvironment(item, environments, texts);
    const { file = url, ...unplaced } = item;
    const text = texts.get(file);
    if (item.line !== undefined || text === undefined) return item;
    return places.place([unplaced], { file, text })[0]!;
  });
}

/** Where an environment gives a value to a parameter that no template has. */
function inEnvironment(item: Problem, environments: readonly string[], texts: ReadonlyMap<string, string>): Problem {
  for (const file of environments.toReversed()) {
    const name = /\((.*)\)/.exec(item.message)?.[1] ?? '';
    const positions = new Positions(texts.get(file)!);
    const section = positions.find(['parameters']);
    const found = positions.find(['parameters', name]);
    const isThere = found !== undefined && (found.line !== section?.line || found.column !== section.column);
    if (isThere) return { ...item, file, ...found, path: ['parameters', name] };
  }
  return item;
}
