import { Positions, type Path, type Problem } from '../../template/index.ts';

/** A text that templates' problems have their places in. */
export interface SourceText {
  readonly file?: string;
  readonly text: string;
}

/** Gives problems their places in texts; each text is looked through once, however many problems there are. */
export class Places {
  readonly #known = new Map<string, Positions>();

  /** The problems of one template, with file, line and column; those that have a place are left alone. `pathOf`: where to look. */
  place(
    problems: readonly Problem[],
    source: SourceText | undefined,
    pathOf: (item: Problem) => Path = ({ path }) => path,
  ): Problem[] {
    if (source === undefined) return [...problems];
    return problems.map((item) => {
      if (item.file !== undefined || (item.line !== undefined && source.file === undefined)) return item;
      const file = source.file === undefined ? {} : { file: source.file };
      return { ...item, ...file, ...this.#positions(source.text).find(pathOf(item)) };
    });
  }

  #positions(text: string): Positions {
    const known = this.#known.get(text) ?? new Positions(text);
    this.#known.set(text, known);
    return known;
  }
}

/** Without a line and a column that are those of a text nobody has seen. */
export function withoutPlace({ line: _line, column: _column, ...item }: Problem): Problem {
  return item;
}
