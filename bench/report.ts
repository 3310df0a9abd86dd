import type { Figure } from './cases.ts';

/** What the design allows, for the full sizes on two cores: seconds at most, or requests a second at least. */
const BUDGETS: Readonly<Record<string, { readonly seconds?: number; readonly perSecond?: number }>> = {
  'independent, many: create': { seconds: 1 },
  'independent, many: no-op update': { seconds: 0.3 },
  'chain: create': { seconds: 0.25 },
  'nested stacks of 5: create': { seconds: 0.3 },
  'stack show': { perSecond: 3_000 },
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
    (budget?.seconds !== undefined && figure.seconds! <= budget.seconds) ||
    (budget?.perSecond !== undefined && figure.perSecond! >= budget.perSecond);
  const allowed = budget?.seconds === undefined ? rate(budget?.perSecond) : seconds(budget.seconds);
  return [figure.name, ...figureColumns(figure), allowed, budget === undefined ? '' : within ? 'yes' : 'NO'];
}

function figureColumns(figure: Figure): string[] {
  if (figure.seconds === undefined) return ['', rate(figure.perSecond), ''];
  return [String(figure.units), seconds(figure.seconds), seconds(figure.seconds / figure.units)];
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

function rate(value: number | undefined): string {
  return value === undefined ? '' : `${Math.round(value)}/s`;
}

function layOut(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))))
    .map((cells) => cells.join('  '))
    .join('\n');
}
