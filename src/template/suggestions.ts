const FAR = 3;

/**
 * The candidate that differs from `name` by at most two slips (a letter added, left out, wrong, or two swapped), the nearest
 * first; letter case alone counts as nearly nothing. Undefined where none is near.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let distance = FAR;
  const lower = name.toLowerCase();
  for (const candidate of candidates) {
    if (candidate === name || Math.abs(candidate.length - name.length) >= distance) continue;
    const found = candidate.toLowerCase() === lower ? 0.5 : slips(name, candidate, distance);
    if (found < distance && found < Math.max(name.length, candidate.length)) [best, distance] = [candidate, found];
  }
  return best;
}

/** Damerau-Levenshtein distance (adjacent swaps), or `limit` when it is at least that. */
function slips(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least >= limit) return limit;
    before = last;
    last = row;
  }
  return last[b.length]!;
}
