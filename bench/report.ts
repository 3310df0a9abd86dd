import type { Figure } from './figure.ts';

/** What the design allows, for the full sizes on two cores: seconds and memory at most, or requests a second at least. */
const BUDGETS: Readonly<Record<string, Omit<Figure, 'name' | 'units'>>> = {
  'independent, many: create': { seconds: 1 },
  'independent, many: no-op update': { seconds: 0.3 },
  'chain: create': { seconds: 0.25 },
  'nested stacks of 5: create': { seconds: 0.3 },
  'nested stacks of 21: create': { seconds: 60 },
  'validate 500 KB': { seconds: 0.25 },
  'stack show': { perSecond: 3_000 },
  'hostile requests: slowest': { seconds: 1 },
  'hostile requests: memory': { megabytes: 300 },
};

const HEAD = ['case', 'size', 'time', 'per unit', 'budget', 'within'];

/** A table of figures with their budgets, and beside them those of a Heat and how many times longer it takes for one unit. */
export function report(figures: readonly Figure[], heat: readonly Figure[] | undefined): string {
  const rows = figures.map((figure) => {
    const other = heat?.find(({ name }) => name === figure.name);
    return [...ownColumns(figure), ...(other === undefined ? [] : heatColumns(figure, other))];
  });
  const head = heat === undefined ? HEAD : [...HEAD, 'Heat: size', 'time', 'per unit', 'ratio'];
  return layOut([head, ...rows]);
}

function ownColumns(figure: Figure): string[] {
  const budget = BUDGETS[figure.name];
  const within =
    budget !== undefined &&
    (figure.seconds ?? 0) <= (budget.seconds ?? Infinity) &&
    (figure.megabytes ?? 0) <= (budget.megabytes ?? Infinity) &&
    (figure.perSecond ?? Infinity) >= (budget.perSecond ?? 0);
  const allowed = budget === undefined ? ['', ''] : [figureText({ ...figure, ...budget }), within ? 'yes' : 'NO'];
  return [figure.name, ...figureColumns(figure), ...allowed];
}

function figureColumns(figure: Figure): string[] {
  if (figure.seconds === undefined) return ['', figureText(figure), ''];
  return [String(figure.units), figureText(figure), seconds(figure.seconds / figure.units)];
}

/** A figure with its unit. */
export function figureText(figure: Omit<Figure, 'name' | 'units'>): string {
  if (figure.seconds !== undefined) return seconds(figure.seconds);
  if (figure.megabytes !== undefined) return `${Math.round(figure.megabytes)} MB`;
  return `${Math.round(figure.perSecond!)}/s`;
}

function heatColumns(ours: Figure, heats: Figure): string[] {
  const ratio =
    ours.seconds === undefined
      ? ours.perSecond! / heats.perSecond!
      : heats.seconds! / heats.units / (ours.seconds / ours.units);
  return [...figureColumns(heats), `${ratio.toFixed(ratio < 10 ? 1 : 0)} ×`];
}

function seconds(value: number): string {
  return value < 1 ? `${(value * 1000).toFixed(value < 0.01 ? 2 : 0)} ms` : `${value.toFixed(2)} s`;
}

function layOut(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))))
    .map((cells) => cells.join('  '))
    .join('\n');
}
