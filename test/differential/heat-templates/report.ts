/** A table of what was compared, and the shares that are equal. */
import { reasonFor } from './on-purpose.ts';
import type { Result } from './run.ts';

/** True where the two services give the same answer: the same verdict, and the same contents of what is accepted. */
export function isEqual(result: Result): boolean {
  return result.verdict && result.differences.length === 0;
}

/** True where they are equal, or differ on purpose. */
export function isRight(result: Result): boolean {
  return isEqual(result) || reasonFor(result) !== undefined;
}

/** The table, as lines. `missing` are the types that only Heat has. */
export function reportLines(results: readonly Result[], missing: ReadonlySet<string>): string[] {
  const lacks = ({ sample }: Result): boolean => [...sample.types].some((type) => missing.has(type));
  const known = results.filter((result) => !lacks(result));
  const lines = known.filter((result) => !(isEqual(result) && result.words)).flatMap(describeResult);
  for (const [title, chosen] of [
    ['all templates', results],
    ['templates of types that both have', known],
  ] as const) {
    lines.push('', title);
    for (const operation of new Set(chosen.map((result) => result.operation))) {
      const some = chosen.filter((result) => result.operation === operation);
      lines.push(
        `  ${operation}: ${share(some, isEqual)} equal, ${share(some, isRight)} equal or different on purpose, ${share(some, (r) => r.verdict)} the same verdict, ` +
          `${share(some, (r) => r.verdict && r.words)} in words that Heat has, ${share(some, (r) => r.verdict && r.first)} in them first (Heat accepts ${some.filter(accepted).length})`,
      );
    }
  }
  lines.push('', 'types that only Heat has, and how many templates use them');
  for (const [type, count] of frequency(results, missing)) lines.push(`  ${String(count).padStart(4)} ${type}`);
  return lines;
}

/** What there is to say of a comparison, as lines. */
export function describeResult(result: Result): string[] {
  const { sample, operation, differences, heat, ours } = result;
  const reason = reasonFor(result);
  const kind = isEqual(result)
    ? 'words'
    : reason !== undefined
      ? 'on purpose'
      : result.verdict
        ? 'contents'
        : 'VERDICT';
  return [
    `${kind}: ${sample.name} (${operation})${reason === undefined ? '' : `: ${reason}`}`,
    ...(heat === ours ? [] : [`    heat: ${oneLine(heat)}`, `    ours: ${oneLine(ours)}`]),
    ...differences.map((difference) => `    ${oneLine(difference)}`),
  ];
}

function accepted({ heat }: Result): boolean {
  return heat.startsWith('200');
}

function share(results: readonly Result[], test: (result: Result) => boolean): string {
  return `${results.filter(test).length}/${results.length}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ').slice(0, 600);
}

function frequency(results: readonly Result[], missing: ReadonlySet<string>): [string, number][] {
  const counts = new Map<string, number>();
  const samples = new Set(results.map(({ sample }) => sample));
  for (const { types } of samples) {
    for (const type of types) if (missing.has(type)) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return [...counts].toSorted((a, b) => b[1] - a[1]);
}
